from django.db import migrations, models


def in_parts() -> models.JSONField:
    return models.JSONField(blank=True, default=str, editable=False, help_text="To be told in any language.")


class Migration(migrations.Migration):
    """Why a delivery failed or a webhook was disabled, beside the English of it."""

    dependencies = [("claims", "0017_articles_are_watched_again")]

    operations = [
        migrations.AddField("delivery", "error_said", in_parts()),
        migrations.AddField("webhook", "disabled_because_said", in_parts()),
    ]
