import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Greatest, Least, Now

RELATION_KINDS = [('evidence_of', 'evidence of'), ('part_of', 'part of'), ('update_of', 'an update of'), ('same_operation', 'in the same operation as')]


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0003_incident_page'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=RELATION_KINDS, max_length=14)),
                ('in_force', models.BooleanField(default=True, help_text='false: somebody took it away')),
                ('at', models.DateTimeField(db_default=Now())),
                ('reason', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='incidents.incident')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_to', to='incidents.incident')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('incident', 'other', 'kind'), name='relation_said_once'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(Least('incident', 'other'), Greatest('incident', 'other'), condition=models.Q(('in_force', True)), name='one_relation_between_two'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('incident', models.F('other')), _negated=True), name='relation_not_to_itself'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'same_operation'), _negated=True), ('incident__lt', models.F('other')), _connector='OR'), name='same_operation_has_no_direction'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='relation',
            field=models.CharField(choices=RELATION_KINDS, help_text='how the newer, or else the older, bears on the other; null: they may be one', max_length=14, null=True),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='older_bears',
            field=models.BooleanField(default=False, help_text='the relation starts at the older'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['event_type', 'place_latitude'], name='incident_type_near'),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='answer',
            field=models.CharField(choices=[('open', 'Open'), ('same', 'Same event'), ('different', 'Different events'), ('related', 'Related, not the same'), ('unsure', 'Unsure')], default='open', max_length=9),
        ),
        migrations.AlterField(
            model_name='decision',
            name='action',
            field=models.CharField(choices=[('accept_claim', 'accepted the claim'), ('reject_claim', 'rejected the claim'), ('unsure_claim', 'was unsure of the claim'), ('correct_claim', 'corrected the claim'), ('add_claim', 'added a claim'), ('move_claim', 'moved the claim'), ('confirm', 'confirmed the incident'), ('reject', 'rejected the incident'), ('reopen', 'reopened the incident'), ('override', 'set a fact by hand'), ('grade', 'graded the incident'), ('merge', 'merged incidents'), ('split', 'split an incident'), ('relate', 'related incidents'), ('unrelate', 'took a relation away'), ('answer', 'answered a suggestion'), ('undo', 'undid a decision')], max_length=14),
        ),
    ]
