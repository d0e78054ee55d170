import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from claims.models.watched import watching
from sources.immutable import protect, protection, unprotect

TABLE = "claims_review"


class Migration(migrations.Migration):
    """Where a table is made anew to change it, its triggers go with the old one: they are put back."""

    dependencies = [
        ('claims', '0009_words_are_found'),
        ('sources', '0009_earlier_edits_are_noted'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: unprotect(editor, TABLE), lambda _apps, editor: protect(editor, TABLE)
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('claim', 'Claim'), ('quote', 'Quote')], max_length=20)),
                ('action', models.CharField(choices=[('added', 'Added'), ('changed', 'Changed'), ('rejected', 'Rejected')], max_length=20)),
                ('anchor', models.CharField(help_text='Of the evidence it is on, or that it added.', max_length=40)),
                ('values', models.JSONField(default=dict, help_text="What is set, by the field's name, with offsets and exact words.")),
                ('before', models.JSONField(default=dict, help_text='The same as the rules had read it.')),
            ],
            options={
                'ordering': ['review_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('confirmed', 'Confirmed conflict'), ('reconciled', 'Reconciled'), ('not_same_fact', 'Not the same fact'), ('extraction_error', 'Extraction error'), ('dismissed', 'Dismissed'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('fingerprint', models.CharField(help_text='Of the evidence it was given on.', max_length=64)),
                ('rules', models.CharField(blank=True, help_text='Version of the rules that read the evidence.', max_length=40)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(blank=True, help_text="The queue's address after the question mark.", max_length=2000)),
                ('shared', models.BooleanField(default=False, help_text='Everybody sees it.')),
            ],
            options={
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True)),
                ('counted_at', models.DateTimeField()),
                ('figures', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('before', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='review',
            name='review_has_one_subject',
        ),
        migrations.AddField(
            model_name='claim',
            name='corrected_by',
            field=models.ForeignKey(help_text='Who added it or set it right.', null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.review'),
        ),
        migrations.AddField(
            model_name='discrepancy',
            name='awaits',
            field=models.CharField(blank=True, choices=[('', 'one decision'), ('second', 'a second opinion'), ('third', 'adjudication')], help_text='Where two have to agree.', max_length=10),
        ),
        migrations.AddField(
            model_name='quote',
            name='corrected_by',
            field=models.ForeignKey(help_text='Who added it or set it right.', null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='claims.review'),
        ),
        migrations.AddField(
            model_name='review',
            name='rules',
            field=models.CharField(blank=True, help_text='Version of the rules that read the evidence.', max_length=40),
        ),
        migrations.AddField(
            model_name='review',
            name='utterance',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='claims.utterance'),
        ),
        migrations.AddField(
            model_name='review',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='sources.articleversion'),
        ),
        migrations.AlterField(
            model_name='review',
            name='verdict',
            field=models.CharField(choices=[('confirmed', 'Confirmed conflict'), ('reconciled', 'Reconciled'), ('not_same_fact', 'Not the same fact'), ('extraction_error', 'Extraction error'), ('dismissed', 'Dismissed'), ('reopened', 'Re-opened'), ('not_same_entity', 'Not the same person or thing'), ('same_entity', 'The same person or thing'), ('same_fact', 'The same question'), ('not_same_utterance', 'Not the same utterance'), ('same_utterance', 'The same utterance'), ('added', 'Added by hand'), ('corrected', 'Corrected'), ('rejected', 'Rejected'), ('undone', 'Taken back')], max_length=20),
        ),
        migrations.AddIndex(
            model_name='discrepancy',
            index=models.Index(condition=models.Q(('awaits', ''), _negated=True), fields=['awaits', 'id'], name='discrepancy_awaiting'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('discrepancy__isnull', False), ('entity__isnull', True), ('fact__isnull', True), ('utterance__isnull', True), ('version__isnull', True)), models.Q(('discrepancy__isnull', True), ('entity__isnull', False), ('fact__isnull', True), ('utterance__isnull', True), ('version__isnull', True)), models.Q(('discrepancy__isnull', True), ('entity__isnull', True), ('fact__isnull', False), ('utterance__isnull', True), ('version__isnull', True)), models.Q(('discrepancy__isnull', True), ('entity__isnull', True), ('fact__isnull', True), ('utterance__isnull', False), ('version__isnull', True)), models.Q(('discrepancy__isnull', True), ('entity__isnull', True), ('fact__isnull', True), ('utterance__isnull', True), ('version__isnull', False)), _connector='OR'), name='review_has_one_subject'),
        ),
        migrations.AddField(
            model_name='correction',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='sources.article'),
        ),
        migrations.AddField(
            model_name='correction',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='claims.review'),
        ),
        migrations.AddField(
            model_name='lease',
            name='discrepancy',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='lease', to='claims.discrepancy'),
        ),
        migrations.AddField(
            model_name='lease',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leases', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='opinion',
            name='discrepancy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='claims.discrepancy'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='visit',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='visit', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['article', 'kind', 'anchor'], name='corrections_of_article'),
        ),
        migrations.AddIndex(
            model_name='opinion',
            index=models.Index(fields=['discrepancy', 'fingerprint'], name='opinions_on_evidence'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='saved_view_once'),
        ),
        protection(TABLE),
        protection("claims_opinion"),
        watching(),
    ]
