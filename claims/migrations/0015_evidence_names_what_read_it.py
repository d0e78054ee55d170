from django.db import migrations, models
from django.db.models import F

from claims.models.watched import watching


def name_readers(apps, editor):
    """What was read names the rules it was queued for last: those that read it, but for what waits just now."""
    read = apps.get_model("claims", "Extraction").objects.exclude(read_at=None)
    read.update(read_rules=F("rules"))


class Migration(migrations.Migration):
    dependencies = [("claims", "0014_entities_that_were_left")]

    operations = [
        migrations.AddField(
            "extraction",
            "read_rules",
            models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text="Version of the rules that what is stored was read by; empty where it never was.",
                max_length=40,
                verbose_name="rules that read it",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "extraction",
            "rules",
            models.CharField(
                help_text="Version of the extraction rules it waits for or was read by.", max_length=40
            ),
        ),
        migrations.RunPython(name_readers, migrations.RunPython.noop),
        watching(),
    ]
