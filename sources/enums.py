from django.db.models import TextChoices

from sources import taxonomy


class SourceKind(TextChoices):
    OUTLET = "outlet", "News outlet"
    AGENCY = "agency", "News agency"
    NGO = "ngo", "Non-governmental organisation"
    GOVERNMENT = "government", "Government"
    SOCIAL = "social", "Social channel"
    OTHER = "other", "Other"


class RunStatus(TextChoices):
    QUEUED = "queued", "Queued"
    RUNNING = "running", "Reading"
    DONE = "done", "Ready"
    FAILED = "failed", "Failed"


class UploadStatus(TextChoices):
    STORED = "stored", "Stored"
    DUPLICATE = "duplicate", "Here already"
    REFUSED = "refused", "Refused"


class LikenessKind(TextChoices):
    """What of one article stands in another one too, as seen from the first."""

    NEAR_DUPLICATE = "near_duplicate", "Near-duplicate"
    EXCERPT = "excerpt", "Excerpt of the other"
    CONTAINS = "contains", "Holds most of the other"
    PASSAGES = "passages", "Passages in common"


class PlacePrecision(TextChoices):
    SITE = "site", "Site"
    SETTLEMENT = "settlement", "Settlement"
    DISTRICT = "district", "District"
    REGION = "region", "Region"
    COUNTRY = "country", "Country"


class DatePrecision(TextChoices):
    DAY = "day", "Day"
    WEEK = "week", "Week"
    MONTH = "month", "Month"
    YEAR = "year", "Year"
    RANGE = "range", "Range"


EVENT_TYPES = taxonomy.choices("event_types")
EFFECTS = taxonomy.choices("effects")
STANCES = taxonomy.choices("stances")
QUALIFIERS = taxonomy.choices("qualifiers")
UNITS = taxonomy.choices("units")
SENSITIVE = frozenset(code for code, one in taxonomy.event_types().items() if one.sensitive)
