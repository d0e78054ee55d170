from django.db import migrations, models

from claims.models.watched import watching

ACTIONS = [
    ("created", "Created"),
    ("changed", "Changed"),
    ("superseded", "Superseded by a newer version"),
    ("removed", "Removed"),
]
DIMENSIONS = [
    ("date", "Date"),
    ("count", "Count"),
    ("duration", "Duration"),
    ("percentage", "Percentage"),
    ("money", "Money"),
    ("measure", "Measure"),
    ("age", "Age"),
    ("time", "Time of day"),
    ("score", "Score"),
    ("rank", "Rank"),
    ("ratio", "Ratio"),
    ("occurrence", "Whether it happened"),
]
STATUSES = [
    ("open", "Open"),
    ("explained", "Explained by a source itself"),
    ("confirmed", "Confirmed conflict"),
    ("reconciled", "Reconciled"),
    ("not_same_fact", "Not the same fact"),
    ("extraction_error", "Extraction error"),
    ("dismissed", "Dismissed"),
    ("closed", "Closed: no longer in the evidence"),
]
CHANGES = [("", "None: a level"), ("rise", "Rise"), ("fall", "Fall"), ("from", "From"), ("to", "To")]
COMPARATORS = [
    ("exactly", "Exactly"),
    ("about", "About"),
    ("more than", "More than"),
    ("at least", "At least"),
    ("less than", "Less than"),
    ("at most", "At most"),
    ("between", "Between"),
]
DELIVERIES = [("waiting", "Waiting"), ("delivered", "Delivered"), ("failed", "Given up")]
AWAITED = [("", "One decision"), ("second", "A second opinion"), ("third", "Adjudication")]
STATES = [
    ("pending", "Waiting to be read"),
    ("read", "Read, waiting to be grouped"),
    ("grouped", "Grouped, waiting to be compared"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("skipped", "Not analysed"),
]
QUOTES = [("direct", "Direct"), ("indirect", "Indirect"), ("mixed", "Mixed"), ("scare", "Scare quotes")]


class Migration(migrations.Migration):
    """Why a discrepancy is as it is, in parts; and the labels of choices all begin with a capital."""

    dependencies = [("claims", "0015_evidence_names_what_read_it")]

    operations = [
        migrations.AddField(
            "discrepancy",
            "status_said",
            models.JSONField(
                blank=True,
                default=str,
                editable=False,
                help_text="To be told in any language.",
                verbose_name="status reason, in parts",
            ),
        ),
        migrations.AlterField("change", "action", models.CharField(choices=ACTIONS, max_length=10)),
        migrations.AlterField("touched", "action", models.CharField(choices=ACTIONS, max_length=10)),
        migrations.AlterField(
            "claim",
            "change",
            models.CharField(blank=True, choices=CHANGES, help_text="What figure of a change.", max_length=10),
        ),
        migrations.AlterField("claim", "comparator", models.CharField(choices=COMPARATORS, max_length=20)),
        migrations.AlterField("claim", "dimension", models.CharField(choices=DIMENSIONS, max_length=20)),
        migrations.AlterField("fact", "dimension", models.CharField(choices=DIMENSIONS, max_length=20)),
        migrations.AlterField(
            "delivery",
            "state",
            models.CharField(choices=DELIVERIES, default="waiting", max_length=10, verbose_name="state"),
        ),
        migrations.AlterField(
            "discrepancy",
            "awaits",
            models.CharField(blank=True, choices=AWAITED, help_text="Where two have to agree.", max_length=10),
        ),
        migrations.AlterField(
            "discrepancy", "status", models.CharField(choices=STATUSES, default="open", max_length=20)
        ),
        migrations.AlterField("told", "status", models.CharField(choices=STATUSES, max_length=20)),
        migrations.AlterField(
            "extraction", "state", models.CharField(choices=STATES, default="pending", max_length=20)
        ),
        migrations.AlterField("quote", "kind", models.CharField(choices=QUOTES, max_length=20)),
        watching(),
    ]
