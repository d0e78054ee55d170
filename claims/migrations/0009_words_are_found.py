from django.db import migrations

from claims.models.words import indexing


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0008_reprints_are_found"),
        ("sources", "0008_what_became_of_articles"),
    ]
    operations = [indexing()]
