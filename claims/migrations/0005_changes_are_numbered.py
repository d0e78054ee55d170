from django.conf import settings
from django.db import migrations, models

from claims.models.watched import touching_all, watching


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_claims_are_compared_within_stories"),
        ("sources", "0006_when_a_page_says_it_was_changed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Touched",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(help_text="A Kind, or a row that others are told with, such as a mention.", max_length=20)),
                ("thing", models.BigIntegerField()),
                ("action", models.CharField(choices=[("created", "Created"), ("changed", "Changed"), ("superseded", "superseded by a newer version"), ("removed", "Removed")], max_length=10)),
            ],
            options={"verbose_name_plural": "touched", "ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("source", "Source"), ("article", "Article"), ("version", "Version"), ("entity", "Entity"), ("quote", "Quote"), ("claim", "Claim"), ("fact", "Fact"), ("utterance", "Utterance"), ("discrepancy", "Discrepancy"), ("review", "Review")], max_length=20)),
                ("thing", models.BigIntegerField(help_text="The id of the source, article, claim…")),
                ("action", models.CharField(choices=[("created", "Created"), ("changed", "Changed"), ("superseded", "superseded by a newer version"), ("removed", "Removed")], max_length=10)),
                ("at", models.DateTimeField(help_text="When it got its number, which is seconds after it was committed.")),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["kind", "number"], name="change_of_kind"),
                    models.Index(fields=["kind", "thing", "at"], name="change_of_thing"),
                    models.Index(fields=["kind", "at", "thing"], name="change_since"),
                ],
            },
        ),
        watching(),
        touching_all(),
    ]
