import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0005_double_review"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='action',
            field=models.CharField(choices=[('accept_claim', 'accepted the claim'), ('reject_claim', 'rejected the claim'), ('unsure_claim', 'was unsure of the claim'), ('correct_claim', 'corrected the claim'), ('add_claim', 'added a claim'), ('move_claim', 'moved the claim'), ('return_claim', 'put the claim back in the queue'), ('confirm', 'confirmed the incident'), ('reject', 'rejected the incident'), ('reopen', 'reopened the incident'), ('override', 'set a fact by hand'), ('grade', 'graded the incident'), ('merge', 'merged incidents'), ('split', 'split an incident'), ('relate', 'related incidents'), ('unrelate', 'took a relation away'), ('answer', 'answered a suggestion'), ('undo', 'undid a decision')], max_length=14),
        ),
        migrations.CreateModel(
            name='Bulk',
            fields=[
                ('batch', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('action', models.CharField(choices=[('accept_claim', 'accepted the claim'), ('reject_claim', 'rejected the claim'), ('unsure_claim', 'was unsure of the claim'), ('return_claim', 'put the claim back in the queue'), ('confirm', 'confirmed the incident'), ('reject', 'rejected the incident'), ('reopen', 'reopened the incident')], max_length=14)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('reason', models.TextField(blank=True)),
                ('filters', models.TextField(blank=True, help_text='as in the address; empty: rows were ticked')),
                ('rows', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='what was to be decided on', size=None)),
                ('versions', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), help_text='of each row in the preview', size=None)),
                ('status', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('undoing', 'Being taken back'), ('undone', 'Taken back')], default='running', max_length=7)),
                ('passed', models.PositiveIntegerField(default=0, help_text='rows that were gone through')),
                ('changed', models.PositiveIntegerField(default=0, help_text='rows that were decided on')),
                ('left_out', models.JSONField(default=list, help_text='[[obstacle, whose, number of rows]]')),
                ('restored', models.PositiveIntegerField(default=0, help_text='rows that an undo put back')),
                ('kept_rows', models.PositiveIntegerField(default=0, help_text='rows that an undo left as they are')),
                ('kept', models.JSONField(default=list, help_text='why these stay, for the first of them')),
                ('moved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='when it last came further')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('status__in', ['running', 'undoing'])), fields=['moved_at'], name='bulks_under_way')],
                'constraints': [models.CheckConstraint(condition=models.Q(('changed__lte', models.F('passed'))), name='bulk_changes_what_it_passed'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['undoing', 'undone']), ('undone_by__isnull', False)), models.Q(('status__in', ['running', 'done']), ('undone_by', None)), _connector='OR'), name='undone_bulk_names_who')],
            },
        ),
    ]
