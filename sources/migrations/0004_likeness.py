import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_queue_indexes")]

    operations = [
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="sources.document",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(help_text="of the fingerprint")),
                (
                    "agency",
                    models.CharField(blank=True, help_text="that the text credits", max_length=100),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "number",
                        "document_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.IntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprints",
                        to="sources.document",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="DocumentLikeness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("near_duplicate", "Near-duplicate"),
                            ("excerpt", "Excerpt of the other"),
                            ("contains", "Holds most of the other"),
                            ("passages", "Passages in common"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "words",
                    models.PositiveIntegerField(
                        help_text="of the document that the other one has too"
                    ),
                ),
                ("share", models.FloatField(help_text="of the document's words, 0 to 1")),
                (
                    "other_share",
                    models.FloatField(help_text="of the other document's words that this one has"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="likes",
                        to="sources.document",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sources.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-share", "other"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("document", "other"), name="likeness_once"),
                    models.CheckConstraint(
                        condition=models.Q(("document", models.F("other")), _negated=True),
                        name="likeness_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other_share__range", (0, 1)), ("share__range", (0, 1))
                        ),
                        name="likeness_is_a_share",
                    ),
                ],
            },
        ),
    ]
