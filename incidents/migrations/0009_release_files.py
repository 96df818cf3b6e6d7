import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def drop_if_empty(apps, schema_editor):
    """Drop the table that parts take the place of, unless releases were frozen in it."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM incidents_releaserow)")
        if not cursor.fetchone()[0]:
            cursor.execute("DROP TABLE incidents_releaserow")


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0008_reference_sets'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleasePart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=20)),
                ('number', models.PositiveIntegerField()),
                ('rows', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='incidents.release')),
            ],
            options={
                'ordering': ['release', 'table', 'number'],
                'default_permissions': (),
            },
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name='ReleaseRow')],
            database_operations=[migrations.RunPython(drop_if_empty, migrations.RunPython.noop)],
        ),
        migrations.AddConstraint(
            model_name='releasepart',
            constraint=models.UniqueConstraint(fields=('release', 'table', 'number'), name='one_part_per_number'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releasepart',
            trigger=pgtrigger.compiler.Trigger(name='release_part_frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='acacfe2b871eeeb3455f4cfebd9a20deb1bf15dc', operation='UPDATE OR DELETE', pgid='pgtrigger_release_part_frozen_09e44', table='incidents_releasepart', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releasepart',
            trigger=pgtrigger.compiler.Trigger(name='release_part_in_time', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF EXISTS (\n                        SELECT FROM incidents_release\n                        WHERE id = NEW.release_id AND frozen_at IS NOT NULL\n                    ) THEN\n                        RAISE EXCEPTION 'pgtrigger: Cannot insert rows into a frozen release';\n                    END IF;\n                    RETURN NEW;\n                ", hash='bc909a35dfb299a0124ddef429a7c19d5b09ad22', operation='INSERT', pgid='pgtrigger_release_part_in_time_61da5', table='incidents_releasepart', when='BEFORE')),
        ),
    ]
