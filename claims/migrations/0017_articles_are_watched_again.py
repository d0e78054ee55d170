from django.db import migrations

from claims.models.watched import watching


class Migration(migrations.Migration):
    """SQLite makes a table anew for a further column, without its triggers; and the column is to be watched."""

    dependencies = [("claims", "0016_reasons_in_parts"), ("sources", "0012_why_things_failed_in_parts")]

    operations = [watching()]
