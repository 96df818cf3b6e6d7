"""The tables of a release, declared once: headers, codebook, datapackage and checks read them.

Rows of a table come in the order of its ``order`` columns: numbers by size, codes in the order
of their list, other text by length and then by code point, so AT-999999 precedes AT-1000000.
"""

from incidents.releases.columns import (
    ACLED_EVENTS,
    ACLED_SUB_EVENTS,
    DATES,
    EFFECTS,
    EVENT_TYPE,
    GRADES,
    INCIDENT,
    PLACE,
    QUALIFIERS,
    RANGE,
    REFERENCE,
    SHA256,
    SOURCE_KINDS,
    SPAN,
    SPEAKERS,
    STANCE,
    UNITS,
    VERDICTS,
    effect_columns,
    identity,
    number_of,
    reference,
    text,
)
from incidents.releases.schema import LIST_SEPARATOR, NOT_CODED, UNKNOWN, Column, Table
from incidents.releases.withheld import WITHHELD
from sources import taxonomy

INCIDENTS = Table(
    "incidents",
    "Incidents",
    "One row per confirmed incident: an event in the world, as judged by a reviewer.",
    ("reference",),
    (
        text(
            "reference",
            "Permanent reference of the incident. It is never used again.",
            required=True,
            pattern=REFERENCE,
        ),
        text("title", "A line that tells it from others.", required=True),
        EVENT_TYPE,
        text("event_label", "Kind of event in words.", required=True),
        text(
            "status",
            "State of review; only confirmed ones are released.",
            required=True,
            enum=("confirmed",),
        ),
        text(
            "grade",
            "How well it is borne out, on Airwars' scale, as a person decided.",
            missing="nobody graded it",
            enum=GRADES,
        ),
        text(
            "grade_suggested",
            "The grade that follows by rule from who says what; no rule discounts.",
            missing="no claim says that it happened",
            enum=GRADES,
        ),
        *PLACE,
        *DATES,
        text(
            "perpetrators",
            f"Who is said to have done it, joined by “{LIST_SEPARATOR}”. An allegation.",
        ),
        text("denied_by", f"Who is said to deny it, joined by “{LIST_SEPARATOR}”."),
        *(
            column
            for effect in taxonomy.codes("effects").values()
            for column in effect_columns(effect)
        ),
        number_of("documents", "Articles that report it."),
        number_of("sources", "Publishers of these articles."),
        number_of("speakers", "Different speakers quoted on it."),
        number_of(
            "independent_sources",
            "Independent voices that say it happened: a speaker counts once, however many articles "
            "quote them; articles without a speaker once for each publisher, each text that they "
            "share and each agency whose copy they print. Denials are not among them.",
        ),
        number_of("claims", "Accepted claims behind it."),
        Column("confirmed_at", "datetime", "When it was confirmed, UTC.", required=True),
        text("confirmed_by", "Pseudonym of the reviewer who confirmed it.", required=True),
        text(
            "merged_from",
            f"References that now lead here, joined by “{LIST_SEPARATOR}”.",
            missing="never merged",
        ),
        text(
            "acled_event_type", "ACLED event type of this kind.", required=True, enum=ACLED_EVENTS
        ),
        text(
            "acled_sub_event_type",
            "ACLED sub-event type of this kind.",
            required=True,
            enum=ACLED_SUB_EVENTS,
        ),
        Column(
            "ucdp_type_of_violence",
            "integer",
            "UCDP: 1 state-based, 2 non-state, 3 one-sided.",
            missing=NOT_CODED,
            minimum=1,
            maximum=3,
        ),
        Column(
            "ucdp_where_prec",
            "integer",
            "UCDP: 1 exact, 2 within 25 km, 3 district, 4 province, 6 country.",
            missing=UNKNOWN,
            minimum=1,
            maximum=7,
        ),
        Column(
            "ucdp_date_prec",
            "integer",
            "UCDP: 1 day, 2 two to six days, 3 week, 4 month, 5 year.",
            missing=NOT_CODED,
            minimum=1,
            maximum=5,
        ),
        Column(
            "acled_geo_precision",
            "integer",
            "ACLED: 1 named town, 2 near a town, 3 larger region.",
            missing=NOT_CODED,
            minimum=1,
            maximum=3,
        ),
        Column(
            "acled_time_precision",
            "integer",
            "ACLED: 1 day, 2 week, 3 month.",
            missing=NOT_CODED,
            minimum=1,
            maximum=3,
        ),
    ),
)

COUNTS = Table(
    "counts",
    "Counts",
    "One row per number stated in a claim, whether or not it feeds the incident's range.",
    ("id",),
    (
        identity("Number of this count."),
        INCIDENT,
        reference("claim", "claims", "Claim that states the number."),
        text("effect", "What befell those counted.", required=True, enum=EFFECTS),
        *RANGE,
        text("qualifier", "How the range is meant.", required=True, enum=QUALIFIERS),
        text("unit", "What is counted.", required=True, enum=UNITS),
        text("victim_class", "Class of victims, such as civilians or children."),
        text("victims", "Victims in the words of the article."),
        Column(
            "part",
            "boolean",
            "Whether it is a share of another count of the claim, and so never added to it.",
            required=True,
        ),
        SPEAKERS,
        STANCE,
        reference("document", "documents", "Document that holds the claim."),
        Column("reported", "date", "Day the article was published.", missing=UNKNOWN),
        Column("used", "boolean", "Whether it feeds the incident's row.", required=True),
        text("rule", "Rule by which it was used or left out.", missing="none"),
    ),
    order=("incident", "id"),
)

CLAIMS = Table(
    "claims",
    "Claims",
    "One row per statement, in one document, that the event happened or is denied.",
    ("id",),
    (
        identity("Number of this claim."),
        INCIDENT,
        reference("document", "documents", "Document that holds the claim."),
        text("document_sha256", "SHA-256 of that document.", required=True, pattern=SHA256),
        *SPAN,
        text("sentence", "Words of the article from start to end.", missing="withheld"),
        EVENT_TYPE,
        *PLACE,
        *DATES,
        text("perpetrator", "Who is said to have done it. An allegation."),
        SPEAKERS,
        STANCE,
        Column(
            "confidence",
            "number",
            "How sure the machine was, from 0 to 1.",
            missing="made by a person",
            minimum=0,
            maximum=1,
        ),
        text("made_by", "Pipeline and model, or pseudonym of the reviewer.", required=True),
        Column(
            "supersedes",
            "integer",
            "Number of the claim that this one corrects; that one is not released.",
            missing="none",
            minimum=1,
        ),
        text("verdict", "What the reviewer judged.", missing="not judged", enum=VERDICTS),
        text("reviewer", "Pseudonym of the reviewer who judged it.", missing="not judged"),
        Column("reviewed_at", "datetime", "When it was judged, UTC.", missing="not judged"),
    ),
    order=("incident", "id"),
)

DOCUMENTS = Table(
    "documents",
    "Documents",
    "One row per article behind the claims. The articles themselves are not released.",
    ("id",),
    (
        identity("Number of this document."),
        text("sha256", "SHA-256 of the file as uploaded.", required=True, pattern=SHA256),
        text("text_sha256", "SHA-256 of its plain text in UTF-8.", pattern=SHA256),
        text("title", "Headline.", missing=UNKNOWN),
        reference("source", "sources", "Who published it.", required=False),
        Column("published", "date", "Day it was published.", missing=UNKNOWN),
        text("url", "Where it was published.", missing=UNKNOWN),
        text("language", "Language, BCP 47.", missing=UNKNOWN),
        text("filename", "Name of the file as uploaded.", missing="pasted text"),
        text("media_type", "Media type of the file.", missing=UNKNOWN),
        Column("uploaded_at", "datetime", "When it was uploaded, UTC.", required=True),
    ),
)

SOURCES = Table(
    "sources",
    "Sources",
    "One row per publisher of a document.",
    ("id",),
    (
        identity("Number of this source."),
        text("name", "Name of the publisher.", required=True),
        text("kind", "Kind of publisher.", missing=UNKNOWN, enum=SOURCE_KINDS),
        text("country", "Seat, ISO 3166-1 alpha-2.", missing=UNKNOWN, pattern=r"[A-Z]{2}"),
        Column(
            "is_wire",
            "boolean",
            "Whether others print its copy, which then counts once.",
            required=True,
        ),
    ),
)

PROVENANCE = Table(
    "provenance",
    "Provenance",
    "One row per filled cell of incidents and counts and per claim or decision behind it, those "
    "of one incident and its counts together. A row of claims needs none: its sentence, document "
    "and reviewer are in it.",
    ("table", "row", "column", "claim"),
    (
        text(
            "table",
            "Table of the cell. Claims is not among them: its rows hold the sentence, the "
            "document and the reviewer themselves.",
            required=True,
            enum=("incidents", "counts"),
        ),
        text("row", "Key of the cell's row.", required=True),
        text("column", "Column of the cell.", required=True),
        text("value", "What the cell holds.", missing="the cell is empty"),
        reference("claim", "claims", "Claim behind the value.", required=False),
        text("sentence", "Words of the article behind the value.", missing="none, or withheld"),
        reference("document", "documents", "Document that holds the claim.", required=False),
        text("document_sha256", "SHA-256 of that document.", missing="none", pattern=SHA256),
        *SPAN,
        text("reviewer", "Pseudonym of the reviewer who decided.", missing="none"),
        Column("decided_at", "datetime", "When it was decided, UTC.", missing="none"),
        reference("decision", "decisions", "Decision that set the value.", required=False),
        text("rule", "Rule that derived the value.", missing="none"),
    ),
)

DECISIONS = Table(
    "decisions",
    "Decisions",
    "One row per thing a person did to a released incident or one of its claims.",
    ("id",),
    (
        identity("Number of this decision."),
        Column("at", "datetime", "When it was made, UTC.", required=True),
        text("reviewer", "Pseudonym of the person who made it.", required=True),
        text("action", "What was done, as a code such as confirm or merge.", required=True),
        text("incident", "Reference of the incident.", missing="none", pattern=REFERENCE),
        Column("claim", "integer", "Number of the claim.", missing="none", minimum=1),
        text("reason", "Why, in the reviewer's words.", missing="none given, or withheld"),
        text("changes", "Fields before and after, as JSON.", missing="none"),
    ),
)

RELATIONS = Table(
    "relations",
    "Relations",
    "One row per link between two incidents; a merged one is named by its old reference. Leave out "
    "of any sum over incidents those that left_out names.",
    ("incident", "relation", "other"),
    (
        text("incident", "Reference of the incident.", required=True, pattern=REFERENCE),
        text(
            "relation",
            "merged_into: the other stands for this one since. Else how it bears on the other.",
            required=True,
            enum=("merged_into", "evidence_of", "part_of", "update_of", "same_operation"),
        ),
        text("other", "Reference of the other incident.", required=True, pattern=REFERENCE),
        text(
            "left_out",
            "Which of the two no sum may hold beside the other, whose numbers hold its own: a "
            "part, evidence, and what an update replaced.",
            missing="both may be added, or only one is a row",
            pattern=REFERENCE,
        ),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        INCIDENTS,
        COUNTS,
        CLAIMS,
        DOCUMENTS,
        SOURCES,
        PROVENANCE,
        DECISIONS,
        RELATIONS,
        WITHHELD,
    )
}
