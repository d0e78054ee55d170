import django.db.models.deletion
from django.db import migrations, models

from claims.models.watched import watching
from sources.immutable import protect, protection, unprotect

TABLE = "claims_review"


class Migration(migrations.Migration):
    """Where a table is made anew to change it, its triggers go with the old one: they are put back."""

    dependencies = [("claims", "0005_changes_are_numbered")]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: unprotect(editor, TABLE), lambda _apps, editor: protect(editor, TABLE)
        ),
        migrations.CreateModel(
            name="Together",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("claim", "Claim"), ("quote", "Quote"), ("mention", "Mention")], max_length=20)),
                ("anchor", models.CharField(max_length=40)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="apart",
            name="apart_once",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_has_one_subject",
        ),
        migrations.AddField(
            model_name="review",
            name="fact",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="claims.fact"),
        ),
        migrations.AddField(
            model_name="review",
            name="undoes",
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="undone_by", to="claims.review"),
        ),
        migrations.AlterField(
            model_name="apart",
            name="review",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="claims.review"),
        ),
        migrations.AlterField(
            model_name="review",
            name="verdict",
            field=models.CharField(choices=[("confirmed", "Confirmed conflict"), ("reconciled", "Reconciled"), ("not_same_fact", "Not the same fact"), ("extraction_error", "Extraction error"), ("dismissed", "Dismissed"), ("reopened", "Re-opened"), ("not_same_entity", "Not the same person or thing"), ("same_entity", "The same person or thing"), ("same_fact", "The same question"), ("undone", "Taken back")], max_length=20),
        ),
        migrations.AddConstraint(
            model_name="apart",
            constraint=models.UniqueConstraint(fields=("kind", "left", "right", "review"), name="apart_once"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("discrepancy__isnull", False), ("entity__isnull", True), ("fact__isnull", True)), models.Q(("discrepancy__isnull", True), ("entity__isnull", False), ("fact__isnull", True)), models.Q(("discrepancy__isnull", True), ("entity__isnull", True), ("fact__isnull", False)), _connector="OR"), name="review_has_one_subject"),
        ),
        migrations.AddField(
            model_name="together",
            name="review",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="claims.review"),
        ),
        migrations.AddIndex(
            model_name="together",
            index=models.Index(fields=["kind", "anchor"], name="together_of"),
        ),
        migrations.AddConstraint(
            model_name="together",
            constraint=models.UniqueConstraint(fields=("review", "kind", "anchor"), name="together_once"),
        ),
        protection(TABLE),
        watching(),
    ]
