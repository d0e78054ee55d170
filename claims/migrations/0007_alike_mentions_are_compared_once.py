from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

from claims.models.watched import watching


def fill_days(apps, _editor):
    """The keys that are there get the day of their article."""
    keys, extractions = (apps.get_model("claims", name) for name in ("StoryKey", "Extraction"))
    of = extractions.objects.filter(pk=OuterRef("extraction")).values("published_at__date")
    keys.objects.update(day=Subquery(of))


class Migration(migrations.Migration):
    """Mentions that were there stand for themselves until their article is grouped again."""

    dependencies = [("claims", "0006_rulings_hold_together_and_are_undone")]

    operations = [
        migrations.AddField(
            model_name="mention",
            name="form",
            field=models.CharField(blank=True, default="", editable=False, help_text="Of what is named alike, one key.", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="mention",
            name="stands",
            field=models.BooleanField(default=True, editable=False, help_text="For all of its form: only it is compared."),
        ),
        migrations.RemoveIndex(model_name="mention", name="mention_candidates"),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(condition=Q(live=True, stands=True), fields=["block"], name="mention_candidates"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(condition=Q(live=True), fields=["form", "stands"], name="mention_form"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(condition=Q(live=True, stands=True), fields=["entity"], name="mention_standing"),
        ),
        migrations.AddField(
            model_name="storykey",
            name="day",
            field=models.DateField(help_text="When the article was published, as far as that is known.", null=True),
        ),
        migrations.AlterField(
            model_name="storykey",
            name="key",
            field=models.CharField(max_length=200),
        ),
        migrations.AddIndex(
            model_name="storykey",
            index=models.Index(fields=["key", "day"], name="story_key_of_day"),
        ),
        migrations.RunPython(fill_days, migrations.RunPython.noop),
        watching(),
    ]
