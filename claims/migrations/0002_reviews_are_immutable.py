from django.db import migrations

from sources.immutable import protection


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]
    operations = [protection("claims_review")]
