"""People called by name in a note: @username, or @R012 for whoever a release calls R012."""

import re
from collections.abc import Collection, Iterator

CALL = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")
PSEUDONYM = re.compile(r"[Rr]([0-9]{3,9})", re.ASCII)


def called(text: str) -> list[str]:
    """Return each name that a text calls, once, as it is written there.

    >>> called("@ana and @R012: see what @Ben.Li wrote. Not me@example.org, @ana.")
    ['ana', 'R012', 'Ben.Li']
    """
    return list(dict.fromkeys(match[1] for match in CALL.finditer(text)))


def key_of(name: str) -> int | None:
    """Return the primary key behind a pseudonym, None if the name is none.

    >>> key_of("R012"), key_of("ana")
    (12, None)
    """
    found = PSEUDONYM.fullmatch(name)
    return int(found[1]) if found else None


def pieces(text: str, known: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, and whether each is a call to somebody whom the note reaches.

    >>> list(pieces("Ask @ana or @nobody.", {"ana"}))
    [('Ask ', False), ('@ana', True), (' or @nobody.', False)]
    """
    end = 0
    for match in CALL.finditer(text):
        if match[1].casefold() not in known:
            continue
        if match.start() > end:
            yield text[end : match.start()], False
        yield match[0], True
        end = match.end()
    if end < len(text):
        yield text[end:], False
