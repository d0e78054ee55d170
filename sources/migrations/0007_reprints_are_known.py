import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_when_a_page_says_it_was_changed")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="reprint_of",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="The first report of nearly this text, where that is another.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reprints",
                to="sources.article",
            ),
        ),
    ]
