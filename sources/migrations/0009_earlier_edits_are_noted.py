from django.db import migrations

from sources.changing import edit_classes


def note_earlier_edits(apps, schema_editor):
    """What versions that were there before edited; when pages went or came back then is not known any more."""
    versions = apps.get_model("sources", "ArticleVersion").objects
    changes = apps.get_model("sources", "ArticleChange").objects
    later = versions.filter(number__gt=1).order_by("pk")
    for version in later.iterator(chunk_size=100):
        before = versions.get(article_id=version.article_id, number=version.number - 1)
        classes, rank = edit_classes(before.title, before.text, version.title, version.text)
        if classes:
            change = changes.create(
                article_id=version.article_id, kind="edited", version=version, classes=classes, rank=rank
            )
            changes.filter(pk=change.pk).update(at=version.seen_at)


class Migration(migrations.Migration):
    dependencies = [("sources", "0008_what_became_of_articles")]

    operations = [migrations.RunPython(note_earlier_edits, migrations.RunPython.noop)]
