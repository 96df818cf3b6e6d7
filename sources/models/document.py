"""Who publishes, and what: articles as they were uploaded."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left, Lower, Now
from django.urls import reverse
from django_countries.fields import CountryField

from sources.enums import SourceKind
from sources.querysets import DocumentQuerySet

SEARCHED_CHARACTERS = 250_000  # a tsvector may not pass one megabyte


class Source(models.Model):
    """Who publishes: an outlet, an agency, an organisation, a channel."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=SourceKind.choices, default=SourceKind.OUTLET)
    country = CountryField(blank=True)
    is_wire = models.BooleanField("wire service", default=False)

    class Meta:
        default_permissions = ("view", "add", "change")
        constraints = [models.UniqueConstraint(Lower("name"), name="source_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """One article. Bytes and text are frozen; every offset of every claim points into ``text``."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="of the bytes as uploaded")
    filename = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    encoding = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(help_text="bytes")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, help_text="of the text in UTF-8")
    warnings = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    uploaded_at = models.DateTimeField(db_default=Now())

    title = models.CharField(max_length=500)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    published = models.DateField(null=True, blank=True)
    url = models.URLField("address", max_length=2000, blank=True)
    language = models.CharField(max_length=12, blank=True)

    search = models.GeneratedField(
        expression=SearchVector("title", Left("text", SEARCHED_CHARACTERS), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ("view", "add", "change")
        indexes = [
            GinIndex(fields=["search"], name="document_search"),
            models.Index(fields=["source", "id"], name="documents_of_a_source"),
            models.Index(fields=["published"], name="documents_by_day"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="document_is_frozen",
                fields=[
                    "sha256",
                    "filename",
                    "media_type",
                    "encoding",
                    "size",
                    "text",
                    "text_sha256",
                    "uploaded_by",
                    "uploaded_at",
                ],
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sources:document", args=[self.pk])


class Original(models.Model):
    """The bytes of a document as they were uploaded. Apart from it, so that no list loads them."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True)
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
        triggers = [
            pgtrigger.Protect(
                name="original_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"the bytes of {self.document_id}"


class DocumentEdit(models.Model):
    """Who changed what is known about a document, and when. Only ever added."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    changes = models.JSONField(help_text="{field: [before, after]}")

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(
                name="edit_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} changed {', '.join(self.changes)}"
