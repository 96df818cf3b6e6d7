"""Who is public, who is private, and what stands in the place of a private name."""

import base64
import hmac
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

from .names import Name, names_in, parts_of
from .rules import normal

Naming = Literal["pseudonym", "withheld", "kept"]
NOBODY: frozenset[str] = frozenset()
CODE_LENGTH = 8
SHORTEST_PART = 3
JOINED = str.maketrans(dict.fromkeys("-_+./%", " "))


@dataclass(slots=True)
class People:
    """Everyone whom the texts of a release name. Learn all of these before masking any.

    ``places`` are names of places, publishers and the like, as `normal` gives them.
    ``is_actor`` says whether a name stands in the list of parties to a conflict.
    """

    places: frozenset[str] = NOBODY
    is_actor: Callable[[str], bool] = lambda name: False
    _public: set[str] = field(default_factory=set)
    _private: dict[str, set[str]] = field(default_factory=dict)
    _public_parts: set[str] = field(default_factory=set)

    def learn(self, texts: Iterable[str]) -> None:
        """Note who is named and who of them is given a public post."""
        for text in texts:
            for name in self._named(text):
                whole, parts = normal(name.text), parts_of(name.text)
                if not parts:
                    continue
                if name.public or (len(parts) > 1 and self.is_actor(parts[-1])):
                    self._public.add(whole)
                    self._public_parts.update(parts[-1:])
                elif name.sure:
                    for part in parts:
                        if len(part) >= SHORTEST_PART:
                            self._private.setdefault(part, set()).add(whole)

    def private_names(self, text: str, allowed: Collection[str] = NOBODY) -> list[Name]:
        """Return where the text names private people, in reading order."""
        return [name for name in self._named(text) if self._is_private(name, allowed)]

    def names_in_address(self, address: str, allowed: Collection[str] = NOBODY) -> list[str]:
        """Return the private names, in full, that an address or the name of a file spells.

        >>> people = People()
        >>> people.learn(["Ben Orto fled."])
        >>> people.names_in_address("https://example.org/2021/ben-orto-fled.html")
        ['ben orto']
        """
        spelt = normal(address.translate(JOINED))
        return [
            whole
            for part in dict.fromkeys(spelt.split())
            for whole in sorted(self._private_bearers(part, allowed))
            if " " in whole and f" {whole} " in f" {spelt} " and parts_of(whole)[0] == part
        ]

    def whole_name(self, name: str) -> str:
        """Return the one full name that a surname alone stands for, or the name itself."""
        plain = normal(name)
        if len(parts_of(name)) != 1:
            return plain
        bearers = self._private.get(parts_of(name)[0], NOBODY)
        known = {one for one in bearers if len(parts_of(one)) > 1 and one not in self._public}
        return known.pop() if len(known) == 1 else plain

    def _named(self, text: str) -> list[Name]:
        return list(names_in(text, self.places))

    def _is_private(self, name: Name, allowed: Collection[str]) -> bool:
        plain, parts = normal(name.text), parts_of(name.text)
        if not parts or plain in allowed:
            return False
        if name.private:
            return True
        if name.public or plain in self._public:
            return False
        if len(parts) > 1:
            return (name.sure or self._all_known(parts)) and not self.is_actor(parts[-1])
        known = self._private_bearers(parts[0], allowed)
        if name.sure:
            return bool(known) or parts[0] not in self._public_parts
        return bool(known) and parts[0] not in self._public_parts

    def _all_known(self, parts: list[str]) -> bool:
        return all(self._private.get(part) for part in parts)

    def _private_bearers(self, part: str, allowed: Collection[str]) -> set[str]:
        bearers = self._private.get(part, NOBODY)
        return {one for one in bearers if one not in self._public and one not in allowed}


@dataclass(frozen=True, slots=True)
class Masker:
    """Puts a marker in the place of each private name. ``salt`` must never leave the database."""

    people: People
    naming: Naming
    salt: bytes

    def mask(self, text: str, allowed: Collection[str] = NOBODY) -> tuple[str, int]:
        """Return the text without private names, and how many were taken out.

        >>> Masker(People(), "withheld", b"").mask("It was Ben Orto, 34, who fled.")
        ('It was [name withheld], 34, who fled.', 1)
        """
        if self.naming == "kept":
            return text, 0
        found = self.people.private_names(text, allowed)
        for name in reversed(found):
            text = text[: name.start] + self.marker(name.text) + text[name.end :]
        return text, len(found)

    def names_in_address(self, address: str, allowed: Collection[str] = NOBODY) -> int:
        """Return how many private names an address spells."""
        if self.naming == "kept":
            return 0
        return len(self.people.names_in_address(address, allowed))

    def marker(self, name: str) -> str:
        """Return what stands for a name: the same in every release with the same salt."""
        if self.naming == "withheld":
            return "[name withheld]"
        whole = self.people.whole_name(name).encode()
        code = base64.b32encode(hmac.digest(self.salt, whole, "sha256")).decode()
        return f"[person {code[:CODE_LENGTH]}]"
