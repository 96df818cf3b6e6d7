from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from sources import languages
from sources.enums import SourceKind
from sources.metadata import LONGEST_URL, is_web_address, published_problem
from sources.models import Document
from sources.reading import ACCEPTED, MAX_BYTES
from sources.widgets import DayInput

LONGEST_TITLE = 500
KNOWN_SOURCES = "known-sources"  # the id of the list of names that the field proposes


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. What is in them is judged file by file, not by the form."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the chosen files; none is fine."""
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in chosen if file]


class DescriptionForm(forms.Form):
    """What people know about an article: who published it, when, where, in which language."""

    source = forms.CharField(
        max_length=200,
        required=False,
        help_text="Who published it.",
        widget=forms.TextInput(attrs={"list": KNOWN_SOURCES, "autocomplete": "off"}),
    )
    published = forms.DateField(
        required=False,
        widget=DayInput,
        input_formats=["%Y-%m-%d"],
        help_text="Without it, “on Thursday” has no date.",
    )
    url = forms.URLField(
        label="Address",
        max_length=LONGEST_URL,
        required=False,
        assume_scheme="https",
        help_text="Where it can be read, if it is on the web.",
    )
    language = forms.ChoiceField(
        choices=[("", "Detect"), *languages.CHOICES],
        required=False,
        help_text="What it is written in.",
    )

    def clean_published(self) -> Any:
        day = self.cleaned_data["published"]
        if day and (problem := published_problem(day)):
            raise ValidationError(problem)
        return day

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url and not is_web_address(url):
            raise ValidationError("The address must start with http:// or https://.")
        return url


class UploadForm(DescriptionForm):
    """Files, pasted text or both; what is known applies to all of them."""

    files = FilesField(  # type: ignore[assignment]  # leaves the class
        label="Drop articles here",
        required=False,
        allow_empty_file=True,
        help_text=f"{', '.join(ACCEPTED)}; up to {MAX_BYTES // 1024**2} MB each, 200 at a time.",
        widget=FilesInput(attrs={"accept": ",".join(ACCEPTED)}),
    )
    text = forms.CharField(
        label="Or paste an article",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = forms.CharField(
        label="Title of the pasted article",
        max_length=LONGEST_TITLE,
        required=False,
        help_text="Left empty, its first line is taken.",
    )
    kind = forms.ChoiceField(
        label="Kind of source",
        choices=SourceKind.choices,
        required=False,
        help_text="For a source that is new here.",
    )

    def clean_text(self) -> str:
        """Browsers send pasted lines with a carriage return that nobody wrote."""
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("files") and not cleaned.get("text") and not self.has_error("text"):
            raise ValidationError("Choose a file or paste an article.")
        return cleaned


class DescribeForm(DescriptionForm):
    """Everything about one article that may still change."""

    title = forms.CharField(max_length=LONGEST_TITLE)

    field_order = ["title", "source", "published", "url", "language"]

    def __init__(self, data: Any = None, *, document: Document) -> None:
        super().__init__(
            data,
            initial={
                "title": document.title,
                "source": document.source.name if document.source else "",
                "published": document.published,
                "url": document.url,
                "language": document.language,
            },
        )
        known = [("", "Not said"), *languages.CHOICES]
        if document.language not in dict(known):
            known.append((document.language, document.language))
        self.fields["language"].choices = known  # type: ignore[attr-defined]
