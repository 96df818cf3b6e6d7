import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import incidents.models.withholding


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_bulk")]

    operations = [
        migrations.CreateModel(
            name='ReleaseLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('salt', models.CharField(default=incidents.models.withholding.new_salt, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'ordering': ['name'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='named_openly',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), default=list, help_text='private people whom a lead allows releases to name', size=None),
        ),
        migrations.AddField(
            model_name='incident',
            name='sensitivity',
            field=models.CharField(choices=[('sensitive', 'Sensitive: left out'), ('releasable', 'May be released')], help_text='null: the rules decide', max_length=10, null=True),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(condition=models.Q(('sensitivity__isnull', False), models.Q(('named_openly', []), _negated=True), _connector='OR'), fields=['id'], name='incident_withheld_by_hand'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('sensitivity__in', ['sensitive', 'releasable'])), name='incident_sensitivity_known'),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='release',
            name='release_frozen',
        ),
        migrations.AddField(
            model_name='release',
            name='profile',
            field=models.CharField(choices=[('standard', 'Standard'), ('coarse', 'Coarse places'), ('regions', 'Regions only'), ('unplaced', 'No coordinates'), ('closed', 'Closed: nothing withheld')], default='closed', max_length=12),
        ),
        # A release that was frozen before anything was withheld names everybody.
        migrations.AlterField(
            model_name='release',
            name='profile',
            field=models.CharField(choices=[('standard', 'Standard'), ('coarse', 'Coarse places'), ('regions', 'Regions only'), ('unplaced', 'No coordinates'), ('closed', 'Closed: nothing withheld')], default='standard', max_length=12),
        ),
        migrations.AddField(
            model_name='release',
            name='withheld',
            field=models.JSONField(default=dict, help_text='{reason: how often}'),
        ),
        migrations.AddField(
            model_name='release',
            name='line',
            field=models.ForeignKey(help_text='null: made before there were lines', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='incidents.releaseline'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='release_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."frozen_at" IS NOT NULL AND (OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."filters" IS DISTINCT FROM (NEW."filters") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."profile" IS DISTINCT FROM (NEW."profile") OR OLD."withheld" IS DISTINCT FROM (NEW."withheld") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."software_version" IS DISTINCT FROM (NEW."software_version") OR OLD."pipelines" IS DISTINCT FROM (NEW."pipelines")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f988367a27844eba4f3a5ef65e6c0e90dec8e36e', operation='UPDATE', pgid='pgtrigger_release_frozen_e0be5', table='incidents_release', when='BEFORE')),
        ),
        migrations.AlterField(
            model_name='decision',
            name='action',
            field=models.CharField(choices=[('accept_claim', 'accepted the claim'), ('reject_claim', 'rejected the claim'), ('unsure_claim', 'was unsure of the claim'), ('correct_claim', 'corrected the claim'), ('add_claim', 'added a claim'), ('move_claim', 'moved the claim'), ('return_claim', 'put the claim back in the queue'), ('confirm', 'confirmed the incident'), ('reject', 'rejected the incident'), ('reopen', 'reopened the incident'), ('override', 'set a fact by hand'), ('grade', 'graded the incident'), ('merge', 'merged incidents'), ('split', 'split an incident'), ('relate', 'related incidents'), ('unrelate', 'took a relation away'), ('answer', 'answered a suggestion'), ('sensitivity', 'said whether releases may hold the incident'), ('naming', 'said whom releases may name'), ('undo', 'undid a decision')], max_length=14),
        ),
    ]
