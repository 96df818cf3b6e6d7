"""IndiaPoliceEvents: in which sentences do police kill, arrest or use force?

A model of word pairs in the parse is trained on four fifths of the articles and measured on the
fifth, five times over; the cut between yes and no is chosen inside the four fifths. None of these
weights are kept.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.evaluation.types import Figure, SetError
from sources.extraction.model import load_model
from sources.extraction.ranking.logistic import fit
from sources.extraction.ranking.sparse import Rows, Vector

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Named = tuple[Mapping[str, int], Mapping[str, int]]

FOLDER = "indiapoliceevents"
BARS = {"KILL": 0.80, "ARREST": 0.80, "FORCE": 0.87}
FOLDS, INNER = 5, 3
PENALTY = 0.1
# How much the features of the parse count, and the words and pairs of neighbouring words.
SHARES = (1.0, 0.5)
AT_LEAST = 3
NEAR = 3
# The reports print quotation marks as they come out of a wrong decoding.
QUOTES = re.compile("â€[œ˜™“”\x9d�]?|''|[�™]")
HEADER = re.compile(r"^This story is from \w+ \d+, \d+")
POLICE_WORDS = (
    "police policeman policemen policewoman cop constable officer jawan force troop army personnel "
    "inspector commissioner security sub-inspector superintendent paramilitary crpf srp rpf raf "
    "bsf sp dcp acp asi psi ats dysp"
)
POLICE = frozenset(POLICE_WORDS.split())
DEEDS = {
    "kill": "kill shoot die death dead gun succumb toll slay murder bullet encounter",
    "fire": "fire firing open round",
    "force": "lathicharge lathi-charge lathi charge burst lob teargas tear gas shell beat thrash "
    "cane baton disperse assault beating force",
    "arrest": "arrest detain nab apprehend custody detention book remand hold pick lodge jail "
    "surrender seize raid combing",
}
DEED = {word: deed for deed, listed in DEEDS.items() for word in listed.split()}


def measure(folder: Path) -> Iterator[Figure]:
    """Yield F1, precision and recall of each deed over all five folds."""
    path = folder / "data" / "final" / "sents.jsonl"
    try:
        sentences = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        articles = [sentence["doc_id"] for sentence in sentences]
        texts = [clean(sentence["sent_text"]) for sentence in sentences]
        labels = [sentence["sent_labels"] for sentence in sentences]
    except (OSError, ValueError, KeyError) as error:
        raise SetError(f"{path} is not the file of sentences: {error}.") from error
    parsed = load_model().pipe(texts, batch_size=64, disable=["ner"])
    named = [(Counter(features(doc)), Counter(words(doc))) for doc in parsed]
    order = {article: number for number, article in enumerate(sorted(set(articles)))}
    numbers = np.array([order[article] for article in articles])
    wanted = np.array([[deed in label for deed in BARS] for label in labels])
    found = np.zeros(wanted.shape, dtype=bool)
    for fold in range(FOLDS):
        inside = numbers % FOLDS != fold
        found[~inside] = _judged(named, wanted, inside, numbers // FOLDS)
    for column, (deed, bar) in enumerate(BARS.items()):
        guessed, told = int(found[:, column].sum()), int(wanted[:, column].sum())
        hits = int((found & wanted)[:, column].sum())
        yield Figure("5-fold", f"F1 {deed}", 2 * hits / max(1, guessed + told), told, bar)
        yield Figure("5-fold", f"precision {deed}", hits / max(1, guessed), told)
        yield Figure("5-fold", f"recall {deed}", hits / max(1, told), told)


def clean(text: str) -> str:
    """Return a sentence with its quotation marks mended.

    >>> clean("He  said: â€œshootâ€\\x9d")
    'He said: " shoot "'
    """
    words = QUOTES.sub(' " ', HEADER.sub("", text.strip()))
    return " ".join(words.split())


def features(doc: "Doc") -> Iterator[str]:
    """Yield the words of a sentence, its pairs of words in the parse, and what its deeds govern."""
    words = [token for token in doc if not token.is_punct and not token.is_space]
    guarded = any(_name(token) == "POLICE" for token in words)
    yield f"police={guarded}"
    for token in words:
        name, above, role = _name(token), token.head, token.dep_
        yield name
        if above == token or role in ("det", "aux", "prep"):
            continue
        if role == "pobj":
            role, above = token.head.lower_, token.head.head
        yield f"{_name(above)} {role} {name}"
        if above.lemma_.lower() in DEED:
            yield f"{DEED[above.lemma_.lower()]} {role} {name}"
    told = [token for token in words if _deed(token)]
    for token in told:
        yield from _around(token, guarded)
    yield from {f"{_deed(one)}+{_deed(other)}" for one in told for other in told if one.i < other.i}


def words(doc: "Doc") -> Iterator[str]:
    """Yield the words of a sentence as they stand, and each with the next; numbers are alike."""
    plain = ["0" if t.text[0].isdigit() else t.lower_ for t in doc if not t.is_punct]
    yield from (f"w {word}" for word in plain)
    yield from (f"w {one} {other}" for one, other in pairwise(plain))


def _around(token: "Token", guarded: bool) -> Iterator[str]:
    """Yield who does the deed to whom, how it is told, and how far away the police are."""
    deed, lemma = _deed(token), token.lemma_.lower()
    parts = list(token.children)
    yield from (f"{deed} as {token.tag_}", f"{lemma} {token.tag_} {token.dep_}")
    yield f"{deed} guarded={guarded}"
    doers = [c for c in parts if c.dep_ == "nsubj"]
    if not doers and token.dep_ in ("conj", "xcomp", "advcl"):
        doers = [c for c in token.head.children if c.dep_ == "nsubj"]
    agents = [
        c for p in parts if p.dep_ == "agent" or p.lower_ in ("by", "in") for c in p.children
    ]  # fmt: skip
    sufferers = [c for c in parts if c.dep_ in ("dobj", "nsubjpass")]
    kinds = [c for c in parts if c.dep_ in ("compound", "amod", "poss", "nmod")]
    roles = {"doer": doers, "agent": agents, "sufferer": sufferers, "kind": kinds}
    for role, holders in roles.items():
        for holder in holders:
            who = "POLICE" if any(_name(t) == "POLICE" for t in holder.subtree) else _name(holder)
            yield f"{role} of {deed}: {who}"
            yield f"{role} of {lemma}: {who == 'POLICE'}"
    yield from (f"{deed} {c.lower_}" for c in parts if c.dep_ in ("aux", "auxpass", "neg"))
    above = list(token.ancestors)[:4]
    yield from (f"{deed} under {t.lemma_.lower()}" for t in above if t.pos_ in ("VERB", "AUX"))
    for other in token.doc:
        if _name(other) == "POLICE":
            side = "before" if other.i < token.i else "after"
            yield f"police {side} {deed} {min(4, abs(other.i - token.i) // NEAR)}"


def _name(token: "Token") -> str:
    lemma = token.lemma_.lower()
    if lemma in POLICE or token.lower_ in POLICE:
        return "POLICE"
    return "NUMBER" if token.like_num else lemma


def _deed(token: "Token") -> str | None:
    return DEED.get(token.lemma_.lower()) or DEED.get(token.lower_)


def _judged(named: Sequence[Named], wanted: Vector, inside: Vector, parts: Vector) -> Vector:
    """Return yes or no for the rows outside and each deed, learning from those inside alone."""
    scores = np.zeros(wanted.shape)
    for part in range(INNER):
        apart = inside & (parts % INNER == part)
        scores[apart] = _scores(named, wanted, inside & ~apart, apart)
    deeds = range(wanted.shape[1])
    cuts = [best_cut(scores[inside, deed], wanted[inside, deed]) for deed in deeds]
    return _scores(named, wanted, inside, ~inside) >= np.array(cuts)


def _scores(named: Sequence[Named], wanted: Vector, known: Vector, asked: Vector) -> Vector:
    taught = [both for both, use in zip(named, known, strict=True) if use]
    rarities = [_rarity([both[block] for both in taught]) for block in range(len(SHARES))]
    columns = {name: number for number, name in enumerate(sorted(set().union(*rarities)))}
    learned = Rows.of([_weighed(both, rarities) for both in taught], columns)
    unseen = [both for both, use in zip(named, asked, strict=True) if use]
    others = Rows.of([_weighed(both, rarities) for both in unseen], columns)
    scores = []
    for yes in wanted[known].T:
        balance = np.where(yes, 0.5 / yes.mean(), 0.5 / (1 - yes.mean()))
        weights = fit(learned, yes.astype(float), penalty=PENALTY, importance=balance)
        scores.append(others.times(weights))
    return np.stack(scores, axis=1)


def _rarity(rows: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Return how much each feature counts that is seen often enough: rare ones count more."""
    seen = Counter(name for row in rows for name in row)
    return {
        name: 1 + math.log((1 + len(rows)) / (1 + count))
        for name, count in seen.items()
        if count >= AT_LEAST
    }


def _weighed(both: Named, rarities: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return features of the parse and words, each kind as a vector of the length of its share."""
    vector: dict[str, float] = {}
    for row, rarity, share in zip(both, rarities, SHARES, strict=True):
        cells = {
            name: (1 + math.log(n)) * rarity[name] for name, n in row.items() if name in rarity
        }
        length = math.sqrt(sum(value**2 for value in cells.values())) or 1.0
        vector |= {name: share * value / length for name, value in cells.items()}
    return vector


def best_cut(scores: Vector, wanted: Vector) -> float:
    """Return the score from which a yes gives the best F1.

    >>> best_cut(np.array([0.1, 0.7, 0.9]), np.array([False, True, True]))
    0.7
    """
    ranked = np.argsort(-scores)
    hits = np.cumsum(wanted[ranked])
    quality = 2 * hits / (np.arange(1, len(scores) + 1) + wanted.sum())
    return float(scores[ranked[quality.argmax()]])
