from django.db import migrations, models


def in_parts() -> models.JSONField:
    return models.JSONField(blank=True, default=str, editable=False, help_text="To be told in any language.")


class Migration(migrations.Migration):
    """Why something failed, or what became of it, beside the English of it."""

    dependencies = [("sources", "0011_labels_of_what_became_of_articles")]

    operations = [
        migrations.AddField("article", "gone_because_said", in_parts()),
        migrations.AddField("articlechange", "reason_said", in_parts()),
        migrations.AddField("feed", "last_error_said", in_parts()),
        migrations.AddField("host", "trouble_said", in_parts()),
        migrations.AddField("importoutcome", "reason_said", in_parts()),
        migrations.AddField("page", "last_error_said", in_parts()),
    ]
