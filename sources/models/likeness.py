"""Which articles have text in common, worked out from their texts and never by hand."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from sources.enums import LikenessKind
from sources.models.document import Document
from sources.querysets import FingerprintQuerySet, LikenessQuerySet


class Signature(models.Model):
    """That a document has been compared with all that were compared before it."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True)
    version = models.PositiveSmallIntegerField(help_text="of the fingerprint")
    agency = models.CharField(max_length=100, blank=True, help_text="that the text credits")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"signature of document {self.document_id}"


class Fingerprint(models.Model):
    """One number of a document: documents that share two of them may share passages."""

    pk = models.CompositePrimaryKey("number", "document_id")  # looked up by number: in this order
    number = models.IntegerField()
    document = models.ForeignKey(Document, models.CASCADE, related_name="fingerprints")

    objects = FingerprintQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} of document {self.document_id}"


class DocumentLikeness(models.Model):
    """How much of one document stands in another one too. Two rows for a pair, one each way."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="likes")
    other = models.ForeignKey(Document, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=LikenessKind.choices)
    words = models.PositiveIntegerField(help_text="of the document that the other one has too")
    share = models.FloatField(help_text="of the document's words, 0 to 1")
    other_share = models.FloatField(help_text="of the other document's words that this one has")

    objects = LikenessQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-share", "other"]
        constraints = [
            models.UniqueConstraint(fields=["document", "other"], name="likeness_once"),
            models.CheckConstraint(name="likeness_of_two", condition=~Q(document=F("other"))),
            models.CheckConstraint(
                name="likeness_is_a_share",
                condition=Q(share__range=(0, 1), other_share__range=(0, 1)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share:.0%} of document {self.document_id} is in {self.other_id}"

    @property
    def agency(self) -> str:
        """The news agency whose copy they print, as far as sources and texts say; else nothing."""
        for document in (self.other, self.document):
            if document.source and document.source.is_wire:
                return document.source.name
        return self.other.signature.agency or self.document.signature.agency
