import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0007_withholding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReferenceSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('format', models.CharField(help_text='as its header told', max_length=10)),
                ('filename', models.CharField(max_length=255)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField(help_text='the file as it was uploaded')),
                ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('running', 'Matching'), ('ready', 'Ready'), ('failed', 'Failed')], default='queued', max_length=8)),
                ('error', models.TextField(blank=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('nudged_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('read_at', models.DateTimeField(help_text='when every row was stored', null=True)),
                ('matched_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ReferenceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='of the row, as a spreadsheet counts')),
                ('raw', models.JSONField(help_text='{column: cell}')),
                ('problems', models.JSONField(default=list, help_text='[[column, sentence]]')),
                ('key', models.CharField(blank=True, help_text='their own name of the event', max_length=200)),
                ('title', models.CharField(max_length=500)),
                ('event_type', models.CharField(choices=[('unlawful_killing', 'Unlawful killing'), ('mass_grave', 'Mass grave'), ('torture', 'Torture'), ('sexual_violence', 'Sexual violence'), ('arbitrary_detention', 'Arbitrary detention'), ('abduction', 'Abduction'), ('forced_displacement', 'Forced displacement'), ('air_strike', 'Air strike'), ('shelling', 'Shelling'), ('explosion', 'Explosion'), ('armed_attack', 'Armed attack'), ('armed_clash', 'Armed clash'), ('infrastructure_attack', 'Attack on civilian objects'), ('pillage', 'Pillage'), ('starvation', 'Starvation'), ('prohibited_weapon', 'Prohibited weapon'), ('child_recruitment', 'Recruitment of children'), ('human_shields', 'Human shields'), ('unspecified_abuse', 'Unspecified abuse')], max_length=24, null=True)),
                ('place_name', models.CharField(max_length=200, null=True)),
                ('place_precision', models.CharField(choices=[('site', 'Site'), ('settlement', 'Settlement'), ('district', 'District'), ('region', 'Region'), ('country', 'Country')], max_length=10, null=True)),
                ('admin1', models.CharField(max_length=200, null=True)),
                ('country', models.CharField(max_length=2, null=True)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('date_start', models.DateField(null=True)),
                ('date_end', models.DateField(null=True)),
                ('date_precision', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month'), ('year', 'Year'), ('range', 'Range')], max_length=5, null=True)),
                ('killed_lower', models.PositiveBigIntegerField(null=True)),
                ('killed_upper', models.PositiveBigIntegerField(null=True)),
                ('checked', models.BooleanField(default=False, help_text='compared with our incidents')),
                ('score', models.FloatField(null=True)),
                ('reasons', models.JSONField(default=list, help_text='[label], the strongest first')),
                ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reference_events', to='incidents.incident')),
                ('reference_set', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='incidents.referenceset')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='referenceset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='failed_reference_set_says_why'),
        ),
        migrations.AddIndex(
            model_name='referenceevent',
            index=models.Index(fields=['reference_set', 'id'], name='events_of_a_reference_set'),
        ),
        migrations.AddIndex(
            model_name='referenceevent',
            index=models.Index(condition=models.Q(('checked', False)), fields=['reference_set', 'id'], name='reference_events_to_match'),
        ),
        migrations.AddIndex(
            model_name='referenceevent',
            index=models.Index(condition=models.Q(('incident__isnull', False)), fields=['reference_set', 'incident'], name='reference_events_matched'),
        ),
        migrations.AddIndex(
            model_name='referenceevent',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('title'), name='gin_trgm_ops'), name='reference_event_words'),
        ),
        migrations.AddConstraint(
            model_name='referenceevent',
            constraint=models.UniqueConstraint(fields=('reference_set', 'number'), name='one_event_per_row_of_a_set'),
        ),
        migrations.AddConstraint(
            model_name='referenceevent',
            constraint=models.CheckConstraint(condition=models.Q(('incident', None), ('score__isnull', False), _connector='OR'), name='reference_match_has_a_score'),
        ),
    ]
