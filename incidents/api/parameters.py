"""What may stand after the question mark: the filters of the pages, read strictly.

A page forgives a filter that it does not know; a program that misspells one would be given
everything and not notice.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django_filters import FilterSet

from incidents.api.problems import InvalidError

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
KEY = re.compile(r"[1-9][0-9]{0,17}")
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
LONGEST = 200
Pairs = Iterable[tuple[str, str]]
ANY_WORDS = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[^\\u0000]*$"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that may be asked: how it is described, and what reads it.

    ``read`` returns the text for the filter, or raises ValueError with a sentence.
    """

    name: str
    description: str
    schema: dict[str, Any]
    read: Callable[[str], str]

    @property
    def described(self) -> dict[str, Any]:
        """This parameter in the words of OpenAPI."""
        return {
            "in": "query",
            "name": self.name,
            "description": self.description,
            "schema": self.schema,
            "required": False,
        }


def parameters_of(filters: type[FilterSet]) -> tuple[Parameter, ...]:
    """Return the filters of a page as parameters."""
    fields = filters().form.fields
    return tuple(_parameter(name, str(field.label), field) for name, field in fields.items())


def read_parameters(request: HttpRequest, known: Sequence[Parameter]) -> dict[str, str]:
    """Return what the address asks for.

    Raises:
        InvalidError: a parameter is unknown, empty, given twice, or makes no sense.
    """
    by_name = {one.name: one for one in known}
    asked, errors = {}, {}
    for name, values in request.GET.lists():
        try:
            asked[name] = _read(by_name.get(name), values)
        except ValueError as error:
            errors[name] = str(error)
    if errors:
        raise InvalidError(errors)
    return asked


def filtered(filters: type[FilterSet], rows: QuerySet, asked: dict[str, str]) -> QuerySet:
    """Return the rows that the filters let through.

    Raises:
        InvalidError: a filter makes no sense.
        Http404: a filter names a row that does not exist.
    """
    data = QueryDict(mutable=True)
    data.update(asked)
    found = filters(data, rows)
    if found.is_valid():
        return found.qs
    for name in found.form.errors:
        if isinstance(found.form.fields[name], forms.ModelChoiceField):
            raise Http404(f"There is no {name} {asked[name]}.")
    raise InvalidError({name: " ".join(said) for name, said in found.form.errors.items()})


def words(name: str, description: str) -> Parameter:
    return Parameter(name, description, ANY_WORDS, _words)


def _read(parameter: Parameter | None, values: Sequence[str]) -> str:
    if parameter is None:
        raise ValueError("There is no such parameter here.")
    if len(values) > 1:
        raise ValueError("Give it once.")
    return parameter.read(values[0])


def _parameter(name: str, label: str, field: forms.Field) -> Parameter:
    if isinstance(field, forms.ModelChoiceField):
        return key(name, f"{label}: the id")
    if isinstance(field, forms.ChoiceField):
        return choice(name, label, [code for code, _ in cast(Pairs, field.choices) if code])
    if isinstance(field, forms.DateField):
        return Parameter(name, label, {"type": "string", "format": "date"}, _day)
    if isinstance(field, forms.DecimalField):
        share = {"type": "number", "minimum": 0, "maximum": 1}
        return Parameter(name, label, share, _share)
    return words(name, label)


def key(name: str, description: str) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
    return Parameter(name, description, schema, _key)


def choice(name: str, description: str, codes: Sequence[str]) -> Parameter:
    def read(text: str) -> str:
        if text not in codes:
            raise ValueError(f"Give one of: {', '.join(codes)}.")
        return text

    return Parameter(name, description, {"type": "string", "enum": list(codes)}, read)


def _words(text: str) -> str:
    if not text:
        raise ValueError("Leave it out, or give it a value.")
    if len(text) > LONGEST or "\x00" in text:
        raise ValueError(f"Give at most {LONGEST} characters, none of them a null.")
    return text


def _day(text: str) -> str:
    try:
        return date.fromisoformat(DAY.fullmatch(text)[0]).isoformat()  # type: ignore[index]
    except (TypeError, ValueError):
        raise ValueError("Give a day as in 2024-05-31.") from None


def _key(text: str) -> str:
    if not KEY.fullmatch(text):
        raise ValueError("Give the number of a row.")
    return text


def _share(text: str) -> str:
    if not NUMBER.fullmatch(text) or not float(text) <= 1:
        raise ValueError("Give a number from 0 to 1.")
    return f"{float(text):.9f}"
