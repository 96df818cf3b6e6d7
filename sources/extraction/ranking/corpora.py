"""Examples to learn from: annotated corpora, and sentences of our own. Only weights are kept."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sources.extraction.pipeline import extract
from sources.extraction.ranking.candidate import Candidate, candidates
from sources.extraction.ranking.training import Example
from sources.extraction.types import Claim

SENTENCES = Path(__file__).with_name("sentences.tsv")
NO_CLAIM = "no"
HINT, WEAK_HINT = 0.5, 0.25

# What a template or a label of another scheme can mean in ours.
MUC = {
    "attack": {"unlawful_killing", "armed_attack", "shelling", "air_strike", "torture"},
    "bombing": {"explosion", "infrastructure_attack", "armed_attack", "unlawful_killing"},
    "kidnapping": {"abduction"},
    "arson": {"infrastructure_attack"},
    "robbery": {"pillage"},
}
HRDS = {
    "arbitrary detention": {"arbitrary_detention"},
    "killing": {"unlawful_killing", "armed_attack"},
    "kidnapping": {"abduction"},
    "enforced disappearance": {"abduction"},
    "torture": {"torture", "sexual_violence"},
}


def sentences() -> Iterator[Example]:
    """Yield our own sentences: what the extractor reads in each, or the bare words."""
    for number, line in enumerate(SENTENCES.read_text("utf-8").splitlines()):
        label, text = line.split("\t")
        kinds = set(label.split(",")) - {NO_CLAIM}
        group = f"sentence {number}"
        read = candidates(extract(text).claims, text) or [Candidate("none", text)]
        for candidate in read:
            known = candidate.event_type if candidate.event_type in kinds else next(iter(kinds), "")
            yield Example(
                candidate,
                group,
                right=bool(kinds) and candidate.event_type in {*kinds, "none"},
                event_type=known or None,
                judged=False,
            )


def muc(path: Path, *, every: int = 1) -> Iterator[Example]:
    """Yield claims of MUC-4 articles: right where a template's words stand in them.

    In articles that the annotators found irrelevant they are taken for wrong, with less weight.
    """
    for line in path.read_text("utf-8").splitlines()[::every]:
        article = json.loads(line)
        claims = extract(article["doctext"]).claims
        for claim, candidate in zip(claims, candidates(claims, article["doctext"]), strict=True):
            right = _in_template(claim, article["templates"])
            if right or not article["templates"]:
                weight = HINT if right else WEAK_HINT
                yield Example(candidate, article["docid"], right=right, weight=weight, judged=False)


def _in_template(claim: Claim, templates: list[dict[str, Any]]) -> bool:
    return any(
        claim.start <= offset < claim.end
        for template in templates
        if claim.event_type in MUC.get(template["incident_type"], ())
        for role in ("Victim", "Target", "PerpInd", "PerpOrg")
        for fillers in template[role]
        for _, offset in fillers
    )


def hrds(path: Path, *, without: set[str], every: int = 1) -> Iterator[Example]:
    """Yield claims of HRDsAttack articles: right where they name a victim of such a violation.

    Articles whose text is in ``without`` are left out: they measure the model.
    """
    for number, article in enumerate(json.loads(path.read_text("utf-8"))[::every]):
        text = article_text(article["sample"]["Input.article_interface"])
        if any(paragraph in text for paragraph in without):
            continue
        label = article["annotations"][0]["annotation"]
        published = date.fromisoformat(article["sample"]["Input.publish_date"][:10])
        claims = extract(text, published=published).claims
        kinds: set[str] = set().union(*(HRDS.get(v, set()) for v in label["violation_types"]))
        names = {
            w for v in label["victims"] for w in (v["victim_name"] or "").split() if len(w) > 2
        }
        day = _day(label)
        for claim, candidate in zip(claims, candidates(claims, text), strict=True):
            known = any(claim.event_type in listed for listed in HRDS.values())
            named = not names.isdisjoint(candidate.quote.split())
            right = claim.event_type in kinds and named
            if not right and (claim.event_type in kinds or not known or not kinds):
                continue
            when = claim.when.start if claim.when else None
            slots = {"date": when == day} if right and day and when else {}
            weight = HINT if right else WEAK_HINT
            yield Example(
                candidate, f"hrds {number}", right=right, slots=slots, weight=weight, judged=False
            )


def article_text(page: str) -> str:
    """Return the paragraphs of an article's page as lines."""
    words = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"</p>|<br\s*/?>", "\n\n", page)))
    return re.sub(r"[ \t\xa0]+", " ", words).strip()


def _day(label: dict[str, Any]) -> date | None:
    """Return the day of the event where all of it is given."""
    year, month, day = (str(label.get(part) or "") for part in ("year", "month", "date"))
    try:
        number = datetime.strptime(month, "%B").month
        return date(int(float(year)), number, int(float(day)))
    except ValueError:
        return None
