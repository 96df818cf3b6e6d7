"""Which claim of a new reading says again what an earlier reading or a person said."""

from collections.abc import Hashable, Iterator, Sequence

from incidents.enums import Verdict
from incidents.models import IncidentClaim
from sources.models import Claim

Likeness = tuple[bool, bool, bool, float]


def pair_up(links: Sequence[IncidentClaim], claims: Sequence[Claim]) -> dict[int, IncidentClaim]:
    """Return the earlier link that each new claim succeeds, by the key of the new claim.

    One to one, the most alike first, so that no claim swallows two. A claim without a link here
    says something new. Expects counts prefetched, and all links of the document, as a correction
    also stands for the claim that it corrected.
    """
    by_claim = {link.claim_id: link.claim for link in links}
    pairs = []
    for link in links:
        if link.verdict == Verdict.REPLACED:
            continue
        for claim in claims:
            alike = [likeness(old, claim) for old in _stands_for(link.claim, by_claim)]
            if best := max(filter(None, alike), default=None):
                judged = link.is_read
                pairs.append(((*best, judged, -link.pk, -claim.pk), link, claim))
    pairs.sort(key=lambda pair: pair[0], reverse=True)
    found: dict[int, IncidentClaim] = {}
    taken: set[int] = set()
    for _, link, claim in pairs:
        if link.pk not in taken and claim.pk not in found:
            found[claim.pk] = link
            taken.add(link.pk)
    return found


def likeness(old: Claim, new: Claim) -> Likeness | None:
    """Return how alike two claims of a document are; None if they do not say the same.

    Different places are different events, unless the same word of the text tells of them.
    """
    shared = min(old.end, new.end) - max(old.start, new.start)
    lengths = (old.end - old.start, new.end - new.start)
    if old.event_type != new.event_type or shared <= 0.5 * min(lengths):
        return None
    same_place = _place(old) == _place(new)
    same_word = old.event_type_span == new.event_type_span
    if old.place_name and new.place_name and not same_place:
        told_apart = old.event_type_span is None or not same_word
        if told_apart:
            return None
    return same_place, _counts(old) == _counts(new), same_word, shared / max(lengths)


def _stands_for(claim: Claim | None, by_claim: dict[int, Claim]) -> Iterator[Claim]:
    """Yield a claim and those that it corrects, the newest first."""
    while claim:
        yield claim
        claim = by_claim.get(claim.supersedes_id) if claim.supersedes_id else None


def _place(claim: Claim) -> Hashable:
    return claim.place_gazetteer_id or claim.place_name


def _counts(claim: Claim) -> set[Hashable]:
    return {
        (c.effect, c.lower, c.upper, c.qualifier, c.unit, c.victim_class, c.part)
        for c in claim.counts.all()
    }
