from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose mentions went when a version is read again is noted, so that nobody has to look at all entities."""

    dependencies = [("claims", "0013_discrepancies_are_found_by_their_articles")]

    operations = [
        migrations.AddField(
            "extraction",
            "left",
            models.JSONField(
                default=list,
                editable=False,
                help_text="Ids of entities that mentions went from when it was read again.",
                verbose_name="entities left",
            ),
        ),
    ]
