"""Attribution by verbs: "said that", "wants to", "criticised the", "was accused by"."""

from typing import TYPE_CHECKING

from sources.extraction.attribution.reading import (
    Reading,
    Relation,
    Run,
    by_dependency,
    pieces,
    reach,
    trimmed,
    without,
)
from sources.extraction.attribution.sources import RELATIVE, is_empty, source_phrase, speaker_of
from sources.extraction.attribution.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Parts = dict[str, list["Token"]]
Found = tuple[list[Run], str, int]
"""What is said, the rule that found it and the index of the cue's last word."""

ABOUT = {"for", "as", "of", "over", "with", "to", "from", "about", "on", "against"}
QUOTES = {"“", '"', "''", "``"}
CLOSING = {"”", '"', "''"}
LONGEST_QUOTE = 25
LONGEST_ASIDE = 14
NEAR = 2
UNSAID = ("DATE", "TIME", "MONEY", "PERCENT")


def by_verb(verb: "Token", reading: Reading) -> Relation | None:
    """Return the relation that a verb makes, if it tells of something said, thought or wanted."""
    parts = by_dependency(verb)
    if "auxpass" in parts or "agent" in parts or "nsubjpass" in parts:
        return _passive(verb, parts)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return None
    lemma = verb.lemma_.lower()
    speaker = speaker_of(verb, reading)
    if speaker is None or (is_empty(speaker) and lemma not in words().say):
        return None
    found = (
        _clause(verb, parts, reading)
        or _tag(verb, parts, reading)
        or _infinitive(verb, parts)
        or _preposition(verb, parts)
        or _object(verb, parts, reading)
    )
    if found is None:
        return None
    said, rule, last = found
    if rule == "object" and speaker.ent_type_ in UNSAID:
        return None
    source, cue = source_phrase(speaker), cue_run(verb, parts, last)
    own = speaker in parts.get("nsubj", ())
    left = pieces(reading.doc, said, cue, reach(speaker) if own else source)
    if not left:
        return None
    return Relation(speaker, source, verb, cue, left, rule, spoken=lemma in words().say)


def cue_run(verb: "Token", parts: Parts, last: int = 0) -> Run:
    """Return the verb with its auxiliaries, negation, adverbs and particle."""
    doc, start, end = verb.doc, verb.i, max(verb.i, last)
    while start > 0 and doc[start - 1].head == verb:
        if doc[start - 1].dep_ not in ("aux", "auxpass", "neg", "advmod"):
            break
        start -= 1
    return start, max([end, *(particle.i for particle in parts.get("prt", ()))]) + 1


def _clause(verb: "Token", parts: Parts, reading: Reading) -> Found | None:
    """Read "said (that) it fell"."""
    lemma = verb.lemma_.lower()
    if "ccomp" not in parts or lemma not in words().clause:
        return None
    return [_clause_run(clause, verb, reading) for clause in parts["ccomp"]], "clause", 0


def _clause_run(clause: "Token", verb: "Token", reading: Reading) -> Run:
    """Return the clause up to a verb that rather goes on with the cue: "... and called it odd"."""
    start, end = reach(clause)
    if clause.i < verb.i or verb.tag_ not in ("VBD", "VBZ"):
        return start, end
    above = [clause]
    while above:
        head = above.pop()
        for part in head.rights:
            if part.dep_ != "conj" or part.pos_ != "VERB" or part.i >= end:
                continue
            if part.tag_ == verb.tag_ and _goes_on(part, head):
                end = part.left_edge.i
                reading.follows[part.i] = verb
            else:
                above.append(part)
    while end > start and verb.doc[end - 1].dep_ in ("cc", "punct"):
        end -= 1
    return start, end


def _goes_on(verb: "Token", head: "Token") -> bool:
    """Whether a coordinated verb has the cue's subject and not that of the clause it hangs from."""
    if any(part.dep_ in ("nsubj", "nsubjpass", "aux") for part in verb.children):
        return False
    return verb.tag_ != head.tag_ or verb.lemma_.lower() in words().passive


def _tag(verb: "Token", parts: Parts, reading: Reading) -> Found | None:
    """Read the tag inside or behind what is said: "it fell, he said", "as he put it"."""
    if "nsubj" not in parts:
        return None
    lemma, rule = verb.lemma_.lower(), ""
    if verb.dep_ == "parataxis" and lemma in words().beside:
        rule = "parataxis"
    elif (
        verb.dep_ == "advcl" and lemma in words().tags and any(c.lower_ == "as" for c in verb.lefts)
    ):
        rule = "as he said"
    elif lemma in words().beside and _is_spliced(verb, parts["nsubj"][0]):
        rule = "spliced"
    if not rule:
        return None
    sentence = reading.sentence(verb)
    return without(sentence, _aside(verb, parts["nsubj"][0], sentence)), rule, 0


def _is_spliced(verb: "Token", speaker: "Token") -> bool:
    """Whether the parser coordinates the tag: "Two were shot in Oslo, officials told a paper."."""
    opening = speaker.left_edge.i
    joined = any(part.dep_ == "cc" for part in verb.head.rights if part.i < opening)
    return verb.dep_ == "conj" and not joined and verb.doc[opening - 1].text == ","


def _aside(verb: "Token", speaker: "Token", sentence: Run) -> Run:
    """Return the tag with its speaker and what belongs to it, up to the commas around it."""
    doc, after = verb.doc, speaker.i > verb.i
    start = min(speaker.left_edge.i, verb.i)
    end = (speaker.right_edge.i if after else verb.i) + 1
    for part in verb.lefts:
        if part.dep_ in ("aux", "neg", "mark", "advmod"):
            start = min(start, part.left_edge.i)
    for part in verb.rights:
        if part.dep_ in ("dobj", "prep", "npadvmod", "dative", "advmod") and part.i <= end + 1:
            end = max(end, part.right_edge.i + 1) if doc[end - 1].text != "," else end
    if after:
        return start, end
    for position in range(end, min(sentence[1], end + LONGEST_ASIDE)):
        if doc[position].text == ",":
            return start, position
        if doc[position].text in QUOTES | {"."}:
            break
    return start, end


def _infinitive(verb: "Token", parts: Parts) -> Found | None:
    """Read "wants to leave" and "urged them to leave"."""
    inner = parts.get("xcomp", ())
    if not inner or verb.lemma_.lower() not in words().infinitive or inner[0].i < verb.i:
        return None
    asked = [part for part in parts.get("dobj", ()) if part.i < inner[0].i]
    opening = asked[0].left_edge.i if asked else inner[0].left_edge.i
    return [(opening, inner[0].right_edge.i + 1)], "infinitive", 0


def _preposition(verb: "Token", parts: Parts) -> Found | None:
    """Read "called for talks"."""
    prepositions = words().verb_prepositions.get(verb.lemma_.lower(), frozenset())
    for part in [*parts.get("prep", ()), *parts.get("dative", ()), *parts.get("prt", ())]:
        if part.lower_ not in prepositions or part.i < verb.i:
            continue
        if verb.lemma_ == "respond" and "neg" in parts:
            continue
        inner = next((c for c in part.children if c.dep_ in ("pobj", "pcomp")), None)
        if inner is not None:
            end = max(x.right_edge.i for x in (inner, *parts.get("xcomp", ()))) + 1
            last = part.i if part.i - verb.i <= NEAR else 0
            return [(inner.left_edge.i, end)], "preposition", last
    return None


def _object(verb: "Token", parts: Parts, reading: Reading) -> Found | None:
    """Read "criticised the plan as rushed" and "laid out a plan"."""
    lemma = verb.lemma_.lower()
    particles = words().verb_particles.get(lemma, frozenset())
    if lemma not in words().objects and not any(
        part.lower_ in particles for part in parts.get("prt", ())
    ):
        return None
    judged = [*parts.get("dobj", ()), *parts.get("oprd", ())]
    if not judged:
        return None
    if judged[0].tag_ in RELATIVE and verb.dep_ == "relcl":
        return [without_clauses(verb.head)], "object", 0
    start, end = reach(judged[0])
    for name in ("prep", "oprd", "xcomp", "advcl"):
        for part in parts.get(name, ()):
            fits = (
                part.lower_ in ABOUT if name == "prep" else name != "advcl" or part.lower_ == "as"
            )
            if fits and start <= part.left_edge.i <= end + 1:
                end = max(end, part.right_edge.i + 1)
    if lemma in words().describe:
        end = _with_quote(reading.doc, end, reading.last[verb.i])
    return [(start, end)], "object", 0


def _with_quote(doc: "Doc", end: int, stop: int) -> int:
    """Return where a quotation that follows directly ends: called her "a friend"."""
    if end >= stop or doc[end].text not in QUOTES:
        return end
    for position in range(end + 1, min(stop, end + LONGEST_QUOTE)):
        if doc[position].text in CLOSING:
            return position + 1
    return end


def without_clauses(noun: "Token") -> Run:
    """Return a noun phrase up to its relative clause."""
    start, end = reach(noun)
    for part in noun.rights:
        if part.dep_ in ("relcl", "acl"):
            end = min(end, part.left_edge.i)
    return trimmed(noun.doc, (start, end))


def _passive(verb: "Token", parts: Parts) -> Relation | None:
    """Read "was criticised by the union as rushed"."""
    lemma = verb.lemma_.lower()
    agent = next(iter(parts.get("agent", ())), None)
    by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    if agent is None or by is None or lemma not in words().passive:
        return None
    said = [reach(part) for name in ("ccomp", "xcomp", "oprd") for part in parts.get(name, ())]
    said += [reach(part) for part in parts.get("prep", ()) if part.lower_ == "as"]
    told = next(iter(parts.get("nsubjpass", ())), None)
    if verb.dep_ in ("acl", "relcl") and (told is None or told.tag_ in RELATIVE):
        said.append(without_clauses(verb.head))
    elif told is not None and (told.lower_ != "it" or "ccomp" not in parts):
        said.append(reach(told))
    cue = cue_run(verb, parts)
    left = pieces(verb.doc, said, cue, (agent.i, by.right_edge.i + 1))
    if not left:
        return None
    return Relation(by, source_phrase(by), verb, cue, left, "passive", spoken=lemma in words().say)
