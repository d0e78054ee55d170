import django.db.models.deletion
from django.db import migrations, models

from claims.models.watched import watching


class Migration(migrations.Migration):
    """Articles that were there get their sketch when they are grouped again."""

    dependencies = [
        ("claims", "0007_alike_mentions_are_compared_once"),
        ("sources", "0007_reprints_are_known"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sketch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("values", models.JSONField(default=list)),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sketch", to="sources.article"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SketchKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BigIntegerField(db_index=True)),
                (
                    "sketch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="claims.sketch"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sketch", "key"), name="sketch_key_once")],
            },
        ),
        watching(),
    ]
