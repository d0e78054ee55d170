from django.db import migrations

from access.granting import establish


def forwards(apps, schema_editor):
    establish(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_tokens_allowances_and_kept_answers"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sources", "0006_when_a_page_says_it_was_changed"),
        ("claims", "0004_claims_are_compared_within_stories"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
