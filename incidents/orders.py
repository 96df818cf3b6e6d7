"""The orders in which the queue can be worked off. Partial indexes of the queue serve each."""

from datetime import date

from django.db.models import F
from django.db.models.functions import Coalesce

from sources.paging import Order

NEWEST_ARTICLE = F("document") * -1
HAPPENED = Coalesce("date_start", date.max)  # what has no date comes last

READING = Order(("document", "start", "pk"))
ORDERS: dict[str, tuple[str, Order]] = {
    "reading": ("As uploaded, in reading order", READING),
    "newest": ("Newest article first", Order((NEWEST_ARTICLE, "start", "pk"))),
    "surest": ("Highest score first", Order(("confidence", "pk"), falling=True)),
    "doubtful": ("Lowest score first", Order(("confidence", "pk"))),
    "date": ("Oldest event first", Order((HAPPENED, "pk"))),
}
