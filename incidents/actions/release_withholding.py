"""What a release withholds of what the database holds: who is named, and what is sensitive."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from itertools import islice
from tempfile import TemporaryFile

from django.db.models import Prefetch

from incidents.actions.release_rows import CHUNK, Snapshot
from incidents.enums import Sensitivity, Verdict
from incidents.models import Incident, IncidentClaim
from incidents.querysets import IncidentClaimQuerySet, IncidentQuerySet
from incidents.references import reference_of
from incidents.releases.frozen import KEPT
from incidents.releases.privacy.coarse import Coarsening, Point
from incidents.releases.privacy.people import Masker, People
from incidents.releases.privacy.places import known_places
from incidents.releases.privacy.profiles import Profile
from incidents.releases.privacy.rules import normal
from incidents.releases.privacy.sensitive import Harm, Telling, sensitive_rule
from incidents.releases.schema import Row
from incidents.releases.withheld import Withheld, withheld_rows
from incidents.releases.withholding import Withholding, key_of_document
from sources.extraction.actors import actor_name
from sources.extraction.gazetteer import load
from sources.models import Claim, ClaimCount, ClaimSpeaker, Document, Source

BY_HAND = ("by_hand", "an incident that a reviewer marked as sensitive")
PLACED = ("place_name", "place_admin1")
CLOSE = ("site", "settlement", "district")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release of some incidents holds: all but the sensitive ones, row by row withheld."""

    snapshot: Snapshot
    withholding: Withholding
    left_out: Mapping[int, tuple[str, str]]

    def batches(self) -> Iterator[tuple[str, list[Row]]]:
        """Yield the rows that may be released, then the list of what is withheld."""
        with TemporaryFile("w+", encoding="utf-8") as spool:
            self.withholding.note = lambda one: spool.write(json.dumps(astuple(one)) + "\n")
            self._leave_out()
            for table, rows in self.snapshot.batches():
                yield table, self._kept(table, rows)
            spool.seek(0)
            listed = withheld_rows(Withheld(*json.loads(line)) for line in spool)
            while some := list(islice(listed, CHUNK)):
                yield "withheld", some

    def dry_run(self) -> Iterator[Withheld]:
        """Yield what is withheld, without keeping a row."""
        noted: list[Withheld] = []
        self.withholding.note = noted.append
        self._leave_out()
        for table, rows in self.snapshot.batches():
            self._kept(table, rows)
            yield from noted
            noted.clear()
        yield from noted

    def _leave_out(self) -> None:
        for pk, (rule, reason) in self.left_out.items():
            self.withholding.leave_out(reference_of(pk), rule=rule, reason=reason)

    def _kept(self, table: str, rows: Iterable[Row]) -> list[Row]:
        return [self.withholding.row(KEPT[table], row) for row in rows]


def plan(filters: Mapping[str, str], profile: Profile, *, salt: str = "") -> Plan:
    """Return what a release by this profile holds and withholds of what is confirmed now.

    Without the ``salt`` of a line the pseudonyms are good for nothing but a dry run.
    """
    whole = Snapshot(filters)
    people = people_named(whole.links, knows_all=profile.naming == "kept" and profile.sensitive)
    allowed = _allowed(whole.incidents)
    left_out = {} if profile.sensitive else dict(_sensitive(whole.incidents, people, allowed))
    withholding = Withholding(
        masker=Masker(people, profile.naming, bytes.fromhex(salt)),
        coarsening=Coarsening(profile.places, _middle_of, _close_places(whole.links, profile)),
        allowed=allowed | _allowed_in_documents(whole.links, allowed),
    )
    return Plan(Snapshot(filters, without=left_out), withholding, left_out)


def people_named(links: IncidentClaimQuerySet, *, knows_all: bool = False) -> People:
    """Return everyone whom the claims name; nobody where all may be known anyway."""
    if knows_all:
        return People()
    names = Source.objects.values_list("name", flat=True)
    placed = [f"{of}__{name}" for of in ("claim", "incident") for name in PLACED]
    places = links.order_by().values_list(*placed).distinct()
    told = {normal(name) for row in places for name in row if name} | set(map(normal, names))
    people = People(known_places() | told, lambda name: actor_name(name) is not None)
    people.learn(_texts(links))
    return people


def sensitivity_of(incident: Incident) -> tuple[str, str] | None:
    """Return the rule by which releases leave an incident out, in words too; None if none does."""
    rows = Incident.objects.filter(pk=incident.pk)
    links = incident.links.filter(verdict=Verdict.ACCEPTED)
    return dict(_sensitive(rows, people_named(links), _allowed(rows))).get(incident.pk)


def texts_of(claim: Claim) -> list[str]:
    """Return all that a claim says in words. Expects counts and speakers prefetched."""
    said = [claim.quote, claim.perpetrator, claim.victims]
    said += [speaker.name for speaker in claim.speakers.all()]
    said += [count.victims for count in claim.counts.all()]
    return [text for text in said if text]


def _texts(links: IncidentClaimQuerySet) -> Iterator[str]:
    claims = Claim.objects.filter(pk__in=links.order_by().values("claim")).order_by("pk")
    for texts in claims.values_list("quote", "perpetrator", "victims").iterator(CHUNK):
        yield from filter(None, texts)
    of_claims = {"claim__in": links.order_by().values("claim")}
    speakers = ClaimSpeaker.objects.filter(**of_claims).order_by().values_list("name", flat=True)
    yield from speakers.distinct().iterator(CHUNK)
    counts = ClaimCount.objects.filter(**of_claims, victims__isnull=False).order_by()
    victims = counts.values_list("victims", flat=True).distinct()
    yield from (text for text in victims.iterator(CHUNK) if text)
    documents = Document.objects.filter(pk__in=links.order_by().values("document"))
    yield from documents.order_by("pk").values_list("title", flat=True).iterator(CHUNK)


def _allowed(incidents: IncidentQuerySet) -> dict[str, frozenset[str]]:
    rows = incidents.exclude(named_openly=[]).values_list("pk", "named_openly")
    return {reference_of(pk): frozenset(map(normal, names)) for pk, names in rows}


def _allowed_in_documents(
    links: IncidentClaimQuerySet, allowed: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    rows = links.exclude(incident__named_openly=[]).values_list("document", "incident")
    for document, incident in rows.order_by().distinct():
        key = key_of_document(document)
        found[key] = found.get(key, frozenset()) | allowed[reference_of(incident)]
    return found


def _sensitive(
    incidents: IncidentQuerySet, people: People, allowed: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the incidents to leave out with the rule, in words too, in the order of their keys."""
    accepted = (
        IncidentClaim.objects.filter(verdict=Verdict.ACCEPTED)
        .select_related("claim")
        .prefetch_related("claim__speakers", "claim__counts")
        .order_by("claim")
    )
    rows = incidents.perhaps_sensitive().prefetch_related(
        "counts", Prefetch("links", queryset=accepted)
    )
    for incident in rows.iterator(CHUNK):
        if incident.sensitivity == Sensitivity.SENSITIVE:
            yield incident.pk, BY_HAND
            continue
        rule = sensitive_rule(_telling(incident, people, allowed.get(incident.reference, ())))
        if rule:
            yield incident.pk, (rule.rule, rule.reason)


def _telling(incident: Incident, people: People, allowed: Iterable[str]) -> Telling:
    """Return what may make an incident sensitive. Expects ranges and accepted claims prefetched."""
    names = frozenset(allowed)
    claims = [link.claim for link in incident.links.all()]
    victims = [claim.victims for claim in claims]
    victims += [count.victims for claim in claims for count in claim.counts.all()]
    return Telling(
        event_types={incident.event_type, *(claim.event_type for claim in claims)},
        harms=[Harm(one.effect, one.victim_class, one.upper) for one in incident.counts.all()],
        names_people=_names_any((t for claim in claims for t in texts_of(claim)), people, names),
        names_victims=_names_any(filter(None, victims), people, names),
    )


def _names_any(texts: Iterable[str], people: People, allowed: frozenset[str]) -> bool:
    return any(people.private_names(text, allowed) for text in texts)


def _close_places(links: IncidentClaimQuerySet, profile: Profile) -> frozenset[str]:
    """Return the names of places that are closer than a coarse profile tells, as people write them.

    A claim knows the gazetteer's name and, by its span, the words of the article.
    """
    if profile.places == "exact":
        return frozenset()
    rows = links.filter(claim__place_precision__in=CLOSE).order_by()
    found: set[str] = set()
    told = rows.values_list(
        "claim__place_name", "claim__quote", "claim__start", "claim__place_span"
    )
    for name, quote, start, span in told.distinct().iterator(CHUNK):
        found.add(normal(name))
        if span:
            found.add(normal(quote[max(0, span.lower - start) : max(0, span.upper - start)]))
    regions = rows.values_list("claim__place_admin1", flat=True).distinct()
    return frozenset(found - {""} - {normal(name) for name in regions if name})


def _middle_of(country: str, region: str) -> Point | None:
    """Return the middle of what is settled in a region, None where the gazetteer lacks it."""
    found = (
        entry
        for entry in load().exact(region)
        if (entry.kind, entry.country) == ("region", country)
    )
    entry = next(found, None)
    return (entry.latitude, entry.longitude) if entry else None
