from django.db import migrations

from sources.immutable import protection


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]
    operations = [protection("sources_articleversion")]
