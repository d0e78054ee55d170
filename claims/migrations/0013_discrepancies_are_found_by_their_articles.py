from django.db import migrations, models

from claims.models.reach import reach_all


class Migration(migrations.Migration):
    dependencies = [("claims", "0012_webhooks"), ("sources", "0010_filters_use_indexes")]

    operations = [
        migrations.AddField(
            "discrepancy",
            "articles",
            models.ManyToManyField(blank=True, editable=False, related_name="+", to="sources.article"),
        ),
        migrations.AddField(
            "discrepancy",
            "mentions",
            models.ManyToManyField(blank=True, editable=False, related_name="+", to="claims.mention"),
        ),
        reach_all(),
    ]
