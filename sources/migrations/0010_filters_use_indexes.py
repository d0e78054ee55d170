from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0009_earlier_edits_are_noted")]

    operations = [
        migrations.AddIndex("article", models.Index(fields=["language"], name="article_language")),
        migrations.AddIndex(
            "article", models.Index(fields=["origin"], condition=~models.Q(origin=""), name="article_origin")
        ),
        migrations.AddIndex("article", models.Index(fields=["url"], name="article_url")),
        migrations.AddIndex("articlechange", models.Index(fields=["kind", "id"], name="article_change_kind")),
        migrations.AddIndex("articleversion", models.Index(fields=["number", "id"], name="version_number")),
        migrations.AddIndex("articleversion", models.Index(fields=["sha256"], name="version_sha256")),
        migrations.AddIndex("page", models.Index(fields=["state", "id"], name="page_state")),
    ]
