import datetime as dt

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import Coalesce


def index_parts_of_names(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """On PostgreSQL, by trigrams: an extension that whoever owns a database may create."""
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        editor.execute("CREATE INDEX entity_name_part ON claims_entity USING gin (upper(name::text) gin_trgm_ops)")


def forget_parts_of_names(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX entity_name_part")


def bound(name: str, column: str, other: str, beyond: models.Value) -> migrations.AddIndex:
    """An open bound is beyond every other."""
    stated = Coalesce(models.F(column), models.Case(models.When(**{f"{other}__isnull": False, "then": beyond})))
    return migrations.AddIndex("claim", models.Index(stated, name=name))


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_the_workbench")]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(condition=models.Q(("live", True)), fields=["dimension", "id"], name="claim_dimension"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(condition=models.Q(("live", True)), fields=["unit", "id"], name="claim_unit"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("live", True), models.Q(("modality", "stated"), _negated=True)),
                fields=["modality", "id"],
                name="claim_modality",
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("live", True), models.Q(("change", ""), _negated=True)),
                fields=["change", "id"],
                name="claim_change",
            ),
        ),
        bound("claim_least", "low_number", "high_number", models.Value(-1e300, models.FloatField())),
        bound("claim_most", "high_number", "low_number", models.Value(1e300, models.FloatField())),
        bound("claim_first_day", "low_date", "high_date", models.Value(dt.date.min, models.DateField())),
        bound("claim_last_day", "high_date", "low_date", models.Value(dt.date.max, models.DateField())),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(fields=["status", "id"], name="discrepancy_status"),
        ),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(fields=["severity", "id"], name="discrepancy_severity"),
        ),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(fields=["first_seen", "id"], name="discrepancy_first_seen"),
        ),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(fields=["last_seen", "id"], name="discrepancy_last_seen"),
        ),
        migrations.AddIndex(
            model_name="entity",
            index=models.Index(fields=["kind", "id"], name="entity_kind"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["dimension", "id"], name="fact_dimension"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["unit", "id"], name="fact_unit"),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(condition=models.Q(("live", True)), fields=["kind", "id"], name="quote_kind"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["verdict", "id"], name="review_verdict"),
        ),
        migrations.RunPython(index_parts_of_names, forget_parts_of_names),
    ]
