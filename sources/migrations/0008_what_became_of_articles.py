import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0007_reprints_are_known")]

    operations = [
        migrations.CreateModel(
            name="ArticleChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("edited", "Edited"),
                            ("moved", "moved to another address"),
                            ("gone", "Gone"),
                            ("back", "there again"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "classes",
                    models.JSONField(
                        default=dict, help_text="Class of edit ─▶ how many sentences; see sources.differences."
                    ),
                ),
                ("rank", models.FloatField(default=0.0, help_text="Of its most serious edit, from 0 to 1.")),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="sources.article"
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change",
                        to="sources.articleversion",
                    ),
                ),
            ],
            options={"ordering": ["-at", "-id"]},
        ),
    ]
