from collections.abc import Collection
from datetime import timedelta
from typing import Self

from django.apps import apps
from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now

from sources.enums import RunStatus

# The right of the line marks a claim that a correction or a newer reading replaced.
REPLACED = Q(link__verdict="replaced")


class DocumentQuerySet(QuerySet):
    def without_text(self) -> Self:
        """Leave the article itself in the database: lists never show it."""
        return self.defer("text", "search")

    def with_run(self) -> Self:
        """Add ``run_status`` and ``run_error`` of the newest run."""
        runs = apps.get_model("sources", "ExtractionRun").objects.filter(document=OuterRef("pk"))
        newest = runs.order_by("-pk")
        return self.annotate(
            run_status=Subquery(newest.values("status")[:1]),
            run_error=Subquery(newest.values("error")[:1]),
        )

    def with_claim_count(self) -> Self:
        """Add ``claim_count``: the claims in force."""
        claims = apps.get_model("sources", "Claim").objects.in_force()
        counted = (
            claims.filter(document=OuterRef("pk"))
            .order_by()
            .values("document")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(
            claim_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
        )

    def with_likeness(self) -> Self:
        """Add ``like_count``, and ``like_id`` and ``like_title`` of the document most alike."""
        likes = apps.get_model("sources", "DocumentLikeness").objects.filter(
            document=OuterRef("pk")
        )
        counted = likes.order_by().values("document").annotate(n=Count("pk")).values("n")
        return self.annotate(
            like_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
            like_id=Subquery(likes.values("other")[:1]),
            like_title=Subquery(likes.values("other__title")[:1]),
        )

    def not_compared(self, version: int) -> Self:
        """Documents that this version of the fingerprint has not compared with the others."""
        signatures = apps.get_model("sources", "Signature").objects
        return self.filter(~Exists(signatures.filter(document=OuterRef("pk"), version=version)))

    def search(self, words: str) -> Self:
        """Documents whose title or text holds these words, as a web search would read them."""
        return self.filter(search=SearchQuery(words, search_type="websearch", config="english"))


class RunQuerySet(QuerySet):
    def unfinished(self) -> Self:
        return self.filter(status__in=[RunStatus.QUEUED, RunStatus.RUNNING])

    def newest(self) -> Self:
        """The last run of each document."""
        runs = apps.get_model("sources", "ExtractionRun").objects
        later = runs.filter(document=OuterRef("document"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def not_nudged_for(self, age: timedelta) -> Self:
        """Unfinished runs whose last message is this old and may be lost."""
        return self.unfinished().filter(nudged_at__lt=Now() - age).order_by("pk")


class ClaimQuerySet(QuerySet):
    def in_force(self) -> Self:
        """Claims that no correction and no newer reading has replaced."""
        return self.exclude(REPLACED)

    def in_reading_order(self) -> Self:
        return self.order_by("start", "end", "pk")

    def in_full(self) -> Self:
        """What a page shows of all its claims, in a fixed number of queries.

        What it shows of the active one alone (its run, its maker, its incident) is left out: sixty
        copies of it would cost more than a query each.
        """
        return self.select_related("link").prefetch_related("counts", "speakers")


class FingerprintQuerySet(QuerySet):
    def sharing(self, numbers: Collection[int], *, at_least: int, most: int) -> list[int]:
        """Documents that share so many of these numbers, the likeliest first."""
        found = self.filter(number__in=numbers).values_list("document", flat=True)
        counted = found.annotate(shared=Count("number")).filter(shared__gte=at_least)
        return list(counted.order_by("-shared", "document")[:most])


class LikenessQuerySet(QuerySet):
    def in_full(self) -> Self:
        """With what a page says of either document, but not their texts."""
        return self.select_related(
            "document__source", "document__signature", "other__source", "other__signature"
        ).defer("document__text", "document__search", "other__text", "other__search")
