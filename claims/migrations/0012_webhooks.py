import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is told of what changes, and the outbox."""

    dependencies = [
        ('claims', '0011_filters_use_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Told',
            fields=[
                ('discrepancy', models.BigIntegerField(primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('open', 'Open'), ('explained', 'explained by a source itself'), ('confirmed', 'confirmed conflict'), ('reconciled', 'Reconciled'), ('not_same_fact', 'not the same fact'), ('extraction_error', 'extraction error'), ('dismissed', 'Dismissed'), ('closed', 'closed: no longer in the evidence')], max_length=20)),
                ('fingerprint', models.CharField(max_length=64)),
                ('webhooks', models.JSONField(help_text='Ids of those that were told of it.', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What it is for.', max_length=100, verbose_name='name')),
                ('url', models.CharField(help_text='Where events are sent: https://…', max_length=2000, verbose_name='URL')),
                ('events', models.JSONField(default=list, help_text='Which of them are told.', verbose_name='events')),
                ('kinds', models.JSONField(blank=True, default=list, help_text='Only of discrepancies of these kinds; of all where empty.', verbose_name='kinds')),
                ('severity_min', models.FloatField(default=0.0, help_text='0 to 1: of a discrepancy its severity, of an edit the rank of its most serious sentence.', verbose_name='least severity')),
                ('sources', models.JSONField(blank=True, default=list, help_text='Ids: only what evidence or articles of one of them is in.', verbose_name='sources')),
                ('entities', models.JSONField(blank=True, default=list, help_text='Ids: only what one of them is named, held or quoted in.', verbose_name='entities')),
                ('active', models.BooleanField(default=True, help_text='While it is not, nothing is kept for it and nothing is sent.', verbose_name='active')),
                ('after', models.BigIntegerField(default=0, editable=False, help_text='Number of the last change before it.')),
                ('seed', models.CharField(editable=False, help_text='Random; opens nothing without SECRET_KEY.', max_length=64)),
                ('mark', models.CharField(editable=False, help_text='SHA-256 of the secret: is it still the one?', max_length=64)),
                ('seed_before', models.CharField(blank=True, editable=False, max_length=64)),
                ('before_until', models.DateTimeField(editable=False, help_text='Until when the one before signs too.', null=True)),
                ('failures', models.PositiveIntegerField(default=0, editable=False, help_text='In a row; 0 after a success.')),
                ('failing_since', models.DateTimeField(editable=False, null=True)),
                ('disabled_at', models.DateTimeField(editable=False, null=True)),
                ('disabled_because', models.TextField(blank=True, editable=False)),
                ('delivered_at', models.DateTimeField(editable=False, help_text='The last success.', null=True)),
                ('turn', models.BigIntegerField(default=0, editable=False)),
                ('leased_until', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('owner', models.ForeignKey(help_text='Who set it up. It rests while their account is closed.', on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Webhook-Id: the same at each attempt.', max_length=40, unique=True)),
                ('event', models.CharField(max_length=40, verbose_name='event')),
                ('number', models.BigIntegerField(help_text='Number of the change that it tells of, as /changes/ gives it.', null=True, verbose_name='change')),
                ('body', models.TextField(verbose_name='body')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('delivered', 'delivered'), ('failed', 'given up')], default='waiting', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveIntegerField(default=0, verbose_name='attempts')),
                ('status', models.PositiveSmallIntegerField(help_text='Of the last answer.', null=True, verbose_name='status')),
                ('answer', models.TextField(blank=True, help_text='How the last answer began.', verbose_name='answer')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('seconds', models.FloatField(help_text='How long the last attempt took.', null=True, verbose_name='seconds')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('tried_at', models.DateTimeField(null=True, verbose_name='tried at')),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name='next attempt')),
                ('done_at', models.DateTimeField(help_text='When it was delivered or given up.', null=True, verbose_name='done at')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='claims.webhook', verbose_name='webhook')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.CheckConstraint(condition=models.Q(('severity_min__gte', 0), ('severity_min__lte', 1)), name='least_from_0_to_1'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['webhook', 'id'], name='delivery_waiting'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'delivered')), fields=['done_at'], name='delivery_done'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', 'id'], name='delivery_state'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('webhook', 'number', 'event'), name='told_once'),
        ),
    ]
