import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, Upper
from django.urls import reverse

from incidents.enums import (
    RANGE_QUALIFIERS,
    Answer,
    Awaited,
    Grade,
    RelationKind,
    Sensitivity,
    Status,
    Verdict,
)
from incidents.orders import HAPPENED, NEWEST_ARTICLE
from incidents.querysets import IncidentClaimQuerySet, IncidentQuerySet, SuggestionQuerySet
from incidents.references import reference_of
from sources.enums import EFFECTS, EVENT_TYPES, UNITS, DatePrecision, PlacePrecision

PENDING = Q(verdict=Verdict.PENDING)


class Incident(models.Model):
    """One event in the world, as far as the claims and the reviewers know.

    The facts are worked out from the claims each time these change; a field in ``overrides`` was
    set by a person instead, who said why. Null means that no claim says it.
    """

    status = models.CharField(max_length=9, choices=Status.choices, default=Status.CANDIDATE)
    version = models.PositiveIntegerField(default=0, help_text="raised by every decision")
    title = models.CharField(max_length=300)

    event_type = models.CharField(max_length=24, choices=EVENT_TYPES)
    place_name = models.CharField(max_length=200, null=True)
    place_precision = models.CharField(max_length=10, choices=PlacePrecision.choices, null=True)
    place_gazetteer_id = models.PositiveIntegerField(null=True, help_text="GeoNames")
    place_admin1 = models.CharField(max_length=200, null=True)
    place_country = models.CharField(max_length=2, null=True, help_text="ISO 3166-1 alpha-2")
    place_latitude = models.FloatField(null=True)
    place_longitude = models.FloatField(null=True)
    date_start = models.DateField(null=True)
    date_end = models.DateField(null=True)
    date_precision = models.CharField(max_length=5, choices=DatePrecision.choices, null=True)
    perpetrators = ArrayField(models.CharField(max_length=300), default=list)
    overrides = models.JSONField(default=dict, help_text="{field: {value, reason, by, at}}")
    grade = models.CharField(
        max_length=10, choices=Grade.choices, null=True, help_text="null: nobody has graded it"
    )
    sensitivity = models.CharField(
        max_length=10, choices=Sensitivity.choices, null=True, help_text="null: the rules decide"
    )
    named_openly = ArrayField(
        models.CharField(max_length=300),
        default=list,
        help_text="private people whom a lead allows releases to name",
    )

    blocks = ArrayField(models.CharField(max_length=80), default=list, help_text="matching keys")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    claims = models.ManyToManyField("sources.Claim", through="IncidentClaim")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        permissions = [
            ("review_incident", "Can judge claims and incidents"),
            ("lead_review", "Can merge confirmed incidents and change the taxonomy"),
        ]
        constraints = [
            models.CheckConstraint(
                name="merged_incident_has_a_target",
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="incident_not_merged_into_itself", condition=~Q(merged_into=F("pk"))
            ),
            models.CheckConstraint(
                name="confirmed_incident_names_who_and_when",
                condition=~Q(status=Status.CONFIRMED)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_grade_known", condition=Q(grade__in=Grade.values)
            ),
            models.CheckConstraint(
                name="incident_sensitivity_known", condition=Q(sensitivity__in=Sensitivity.values)
            ),
            models.CheckConstraint(
                name="incident_dates_in_order", condition=Q(date_start__lte=F("date_end"))
            ),
            models.CheckConstraint(
                name="incident_coordinates_on_earth",
                condition=Q(place_latitude=None, place_longitude=None)
                | Q(place_latitude__range=(-90, 90), place_longitude__range=(-180, 180)),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="incident_status_newest"),
            models.Index(fields=["event_type", "id"], name="incident_of_a_type"),
            models.Index(fields=["event_type", "place_latitude"], name="incident_type_near"),
            models.Index(fields=["place_country", "id"], name="incident_in_a_country"),
            models.Index(fields=["date_start"], name="incident_started"),
            models.Index(fields=["date_end"], name="incident_ended"),
            models.Index(
                fields=["id"],
                condition=Q(sensitivity__isnull=False) | ~Q(named_openly=[]),
                name="incident_withheld_by_hand",
            ),
            GinIndex(fields=["blocks"], name="incident_blocks"),
            GinIndex(
                OpClass(Upper("title"), name="gin_trgm_ops"),
                OpClass(Upper("place_name"), name="gin_trgm_ops"),
                name="incident_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incidents:incident", args=[self.reference])

    @property
    def reference(self) -> str:
        """The permanent name of this incident in pages, exports and footnotes."""
        return reference_of(self.pk)


class IncidentCount(models.Model):
    """How many, for one effect of one incident, reconciled from the claims behind it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="counts")
    effect = models.CharField(max_length=16, choices=EFFECTS)
    unit = models.CharField(max_length=10, choices=UNITS)
    victim_class = models.CharField(max_length=40, null=True)
    part = models.BooleanField(default=False, help_text="a share of another count, never added")
    lower = models.PositiveBigIntegerField(null=True)
    upper = models.PositiveBigIntegerField(null=True)
    qualifier = models.CharField(max_length=10, choices=RANGE_QUALIFIERS)
    rule = models.TextField(help_text="how the range follows from the claims, in words")
    claims = ArrayField(models.BigIntegerField(), default=list, help_text="claims behind it")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "effect", "unit", "victim_class", "part"],
                nulls_distinct=False,
                name="one_range_per_effect",
            ),
            models.CheckConstraint(name="range_in_order", condition=Q(lower__lte=F("upper"))),
        ]

    def __str__(self) -> str:
        return f"{self.effect} {self.lower}..{self.upper}"


class IncidentClaim(models.Model):
    """A claim's place in review: the incident it speaks of and what people made of it.

    A pending row is an entry of the queue. A claim belongs to one incident at a time.

    What the queue sorts and filters by is kept beside the verdict, so that one index serves both.
    The database copies it: from the claim, which never changes, and the source each time that
    somebody says who published the document.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="links")
    claim = models.OneToOneField("sources.Claim", models.PROTECT, related_name="link")
    document = models.ForeignKey(
        "sources.Document", models.PROTECT, related_name="links", db_index=False, editable=False
    )
    source = models.ForeignKey(
        "sources.Source",
        models.PROTECT,
        null=True,
        related_name="links",
        db_index=False,
        editable=False,
    )
    start = models.PositiveIntegerField(editable=False)
    event_type = models.CharField(max_length=24, choices=EVENT_TYPES, editable=False)
    confidence = models.FloatField(editable=False)
    date_start = models.DateField(null=True, editable=False)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.PENDING)
    version = models.PositiveIntegerField(default=0, help_text="raised by every decision")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    leased_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    leased_until = models.DateTimeField(null=True)
    awaits = models.CharField(
        max_length=6, choices=Awaited.choices, null=True, help_text="null: one person decides"
    )
    double_set = models.ForeignKey(
        "DoubleSet", models.PROTECT, null=True, related_name="links", db_index=False
    )
    first_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = IncidentClaimQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="verdict_names_who_and_when",
                condition=Q(verdict__in=[Verdict.PENDING, Verdict.REPLACED])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="lease_has_holder_and_end",
                condition=Q(leased_to=None, leased_until=None)
                | Q(leased_to__isnull=False, leased_until__isnull=False),
            ),
            models.CheckConstraint(
                name="nothing_is_decided_while_two_read",
                condition=Q(awaits=None) | Q(verdict=Verdict.PENDING),
            ),
            models.CheckConstraint(
                name="second_reader_follows_a_first",
                condition=Q(awaits=None)
                | Q(awaits=Awaited.FIRST, double_set__isnull=False, first_reader=None)
                | Q(
                    awaits__in=[Awaited.SECOND, Awaited.THIRD],
                    double_set__isnull=False,
                    first_reader__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["document", "start"], name="links_in_reading_order"),
            models.Index(fields=["verdict", "id"], name="links_with_a_verdict"),
            models.Index(fields=["event_type", "id"], name="links_of_a_type"),
            models.Index(fields=["source", "id"], name="links_of_a_source"),
            models.Index(
                fields=["document", "start", "id"], condition=PENDING, name="queue_in_reading_order"
            ),
            models.Index(
                NEWEST_ARTICLE, "start", "id", condition=PENDING, name="queue_newest_article"
            ),
            models.Index(fields=["confidence", "id"], condition=PENDING, name="queue_by_score"),
            models.Index(HAPPENED, "id", condition=PENDING, name="queue_by_date"),
            models.Index(
                fields=["event_type", "document", "start", "id"],
                condition=PENDING,
                name="queue_of_a_type",
            ),
            models.Index(
                fields=["source", "document", "start", "id"],
                condition=PENDING,
                name="queue_of_a_source",
            ),
            models.Index(
                fields=["double_set", "document", "start", "id"],
                condition=PENDING & Q(double_set__isnull=False),
                name="queue_of_a_double_set",
            ),
            models.Index(
                fields=["awaits", "double_set", "id"],
                condition=Q(awaits__isnull=False),
                name="links_read_by_two",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="link_copies_its_claim",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    SELECT document_id, start, event_type, confidence, date_start
                    INTO NEW.document_id, NEW.start, NEW.event_type, NEW.confidence, NEW.date_start
                    FROM sources_claim WHERE id = NEW.claim_id;
                    SELECT source_id INTO NEW.source_id
                    FROM sources_document WHERE id = NEW.document_id;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} in incident {self.incident_id}: {self.verdict}"

    @property
    def is_read(self) -> bool:
        """Whether a person said anything of it: a verdict, or what only its reader may see."""
        return self.verdict != Verdict.PENDING or self.awaits in (Awaited.SECOND, Awaited.THIRD)


class Proposal(models.Model):
    """A run whose claims have found their incidents. Its row says that nothing is left to do."""

    run = models.OneToOneField("sources.ExtractionRun", models.PROTECT, primary_key=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"proposal from run {self.run_id}"


class Suggestion(models.Model):
    """The machine's guess that two incidents are one, or that one bears on the other.

    Only a person's answer merges or relates them.
    """

    older = models.ForeignKey(Incident, models.CASCADE, related_name="suggestions_as_older")
    newer = models.ForeignKey(Incident, models.CASCADE, related_name="suggestions_as_newer")
    score = models.FloatField(help_text="0 to 1")
    relation = models.CharField(
        max_length=14,
        choices=RelationKind.choices,
        null=True,
        help_text="how the newer, or else the older, bears on the other; null: they may be one",
    )
    older_bears = models.BooleanField(default=False, help_text="the relation starts at the older")
    reasons = models.JSONField(default=list, help_text="[{code, label, weight}]")
    answer = models.CharField(max_length=9, choices=Answer.choices, default=Answer.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["older", "newer"], name="suggestion_once_per_pair"),
            models.CheckConstraint(
                name="suggestion_pair_in_order", condition=Q(older__lt=F("newer"))
            ),
            models.CheckConstraint(
                name="answer_names_who_and_when",
                condition=Q(answer=Answer.OPEN)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"],
                condition=Q(answer=Answer.OPEN),
                name="suggestions_best_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older_id} ~ {self.newer_id}"
