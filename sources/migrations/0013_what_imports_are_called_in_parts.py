from django.db import migrations, models


class Migration(migrations.Migration):
    """What an import is called, beside the English of it."""

    dependencies = [("sources", "0012_why_things_failed_in_parts")]

    operations = [
        migrations.AddField(
            "importrun",
            "what_said",
            models.JSONField(blank=True, default=str, editable=False, help_text="To be told in any language."),
        )
    ]
