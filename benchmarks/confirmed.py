"""Confirmed incidents by the million, made by PostgreSQL itself: each with three accepted claims
in three articles, three numbers and the decisions of four reviewers."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection

from accounts.models import User
from accounts.roles import LEAD
from benchmarks.articles import EVENTS, PLACES, SPEAKERS
from benchmarks.rows import let_the_database_fill_in
from incidents.models import Decision, Incident, IncidentClaim, IncidentCount
from sources.models import Claim, ClaimCount, ClaimSpeaker, Document, ExtractionRun, Source

CLAIMS = 3
REVIEWERS = 4
FIRST_DAY = date(2015, 1, 1)

SOURCES = """
    INSERT INTO sources_source (name, kind, country, is_wire)
    SELECT 'Source ' || n, (ARRAY['outlet', 'agency', 'ngo'])[n %% 3 + 1], '', n %% 7 = 0
    FROM generate_series(1, 40) AS n
"""
DOCUMENTS = """
    INSERT INTO sources_document (sha256, filename, media_type, encoding, size, text, text_sha256,
        warnings, uploaded_by_id, title, published, url, language, source_id)
    SELECT lpad(to_hex(n), 64, '0'), n || '.txt', 'text/plain', 'utf-8', 40, 'Report ' || n,
        lpad(to_hex(n), 64, '0'), '[]', %(by)s, 'Report ' || n || ', “morning” edition',
        %(first)s::date + n * 7919::bigint %% 3000 * interval '1 day', '', 'en', n * 7 %% 40 + 1
    FROM generate_series(1, %(size)s) AS n
"""
RUNS = """
    INSERT INTO sources_extractionrun (document_id, status, reason, pipeline, model, gazetteer,
        attempts, error)
    SELECT n, 'done', 'uploaded', 'bench', 'none', '', 1, '' FROM generate_series(1, %(size)s) AS n
"""
INCIDENTS = """
    INSERT INTO incidents_incident (status, version, title, event_type, place_name,
        place_precision, place_country, place_latitude, place_longitude, date_start, date_end,
        date_precision, perpetrators, overrides, blocks, confirmed_by_id, confirmed_at)
    SELECT 'confirmed', 4, replace(e.words, '{}', (2 + n %% 397)::text) || ' near ' || p.name,
        e.code, p.name, 'settlement', p.country, p.latitude, p.longitude, day, day, 'day',
        CASE WHEN n %% 3 = 0 THEN ARRAY['gunmen']::varchar[] ELSE '{}' END, '{}', '{}',
        %(by)s, now()
    FROM generate_series(1, %(size)s) AS n
    JOIN bench_place AS p ON p.id = n %% (SELECT count(*) FROM bench_place)
    JOIN bench_event AS e ON e.id = n %% (SELECT count(*) FROM bench_event),
    LATERAL (SELECT %(first)s::date + (n * 7919::bigint %% 3000)::int AS day) AS d
    ORDER BY n
"""
CLAIM_ROWS = """
    INSERT INTO sources_claim (document_id, run_id, position, start, "end", quote, event_type,
        stance, aggregate, confidence, scores, rules, place_name, place_precision, place_country,
        place_latitude, place_longitude, date_start, date_end, date_precision)
    SELECT d, d, k, 0, 20, i.title || ', a witness said.', i.event_type, 'alleged', false,
        round((0.5 + n %% 50 / 100.0)::numeric, 2), '{}', '{}', place_name, place_precision,
        place_country, place_latitude, place_longitude, date_start, date_end, date_precision
    FROM incidents_incident AS i, generate_series(0, %(claims)s - 1) AS k,
    LATERAL (SELECT (i.id - 1) * %(claims)s + k AS n, (i.id + k * 17) %% %(size)s + 1 AS d) AS x
    ORDER BY i.id, k
"""
COUNTS = """
    INSERT INTO sources_claimcount (claim_id, effect, lower, upper, qualifier, unit, part)
    SELECT c.id, e.effect, 2 + c.id %% 397, NULL, 'at_least', 'persons', false
    FROM sources_claim AS c JOIN bench_event AS e ON e.code = c.event_type ORDER BY c.id
"""
SPEAKER_ROWS = """
    INSERT INTO sources_claimspeaker (claim_id, name)
    SELECT id, (%(speakers)s::text[])[id %% cardinality(%(speakers)s::text[]) + 1]
    FROM sources_claim WHERE id %% 5 < 3
"""
LINKS = """
    INSERT INTO incidents_incidentclaim (incident_id, claim_id, verdict, version, decided_by_id,
        decided_at)
    SELECT (id - 1) / %(claims)s + 1, id, 'accepted', 1, %(by)s + id %% %(people)s, now()
    FROM sources_claim ORDER BY id
"""
RANGES = """
    INSERT INTO incidents_incidentcount (incident_id, effect, unit, part, lower, upper, qualifier,
        rule, claims)
    SELECT i.id, e.effect, 'persons', false, 2 + i.id %% 397, NULL, 'at_least',
        'From the lowest to the highest number that an accepted claim states; open above.',
        ARRAY[(i.id - 1) * 3 + 1, (i.id - 1) * 3 + 2, (i.id - 1) * 3 + 3]
    FROM incidents_incident AS i JOIN bench_event AS e ON e.code = i.event_type
"""
DECISIONS = """
    INSERT INTO incidents_decision (by_id, action, incident_id, claim_id, reason, changes)
    SELECT decided_by_id, 'accept_claim', incident_id, claim_id, '',
        jsonb_build_object('verdict', jsonb_build_array('pending', 'accepted'))
    FROM incidents_incidentclaim
    UNION ALL
    SELECT confirmed_by_id, 'confirm', id, NULL, 'Three voices.', jsonb_build_object(
        'confirmed_at', jsonb_build_array(NULL, replace(confirmed_at::text, ' ', 'T') || ':00'))
    FROM incidents_incident
"""
STEPS = (SOURCES, DOCUMENTS, RUNS, INCIDENTS, CLAIM_ROWS, COUNTS, SPEAKER_ROWS, LINKS, RANGES)


def fill(size: int) -> User:
    """Make ``size`` confirmed incidents in an empty database; return the lead who confirmed."""
    let_the_database_fill_in(Source, Document, ExtractionRun, Claim, ClaimCount, ClaimSpeaker)
    let_the_database_fill_in(Incident, IncidentClaim, IncidentCount, Decision)
    people = [User.objects.create_user(f"bench-{n}") for n in range(REVIEWERS)]
    people[0].groups.add(Group.objects.get(name=LEAD))
    values: dict[str, Any] = {
        "size": size,
        "by": people[0].pk,
        "people": REVIEWERS,
        "claims": CLAIMS,
        "first": FIRST_DAY,
        "speakers": list(SPEAKERS),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bench_place (id, name, country, latitude, longitude) AS "
            "SELECT n - 1, a, b, c, d FROM unnest(%s::text[], %s::text[], %s::float[], %s::float[])"
            " WITH ORDINALITY AS x (a, b, c, d, n)",
            [list(column) for column in zip(*PLACES, strict=True)],
        )
        codes, effects, _, words = zip(*EVENTS, strict=True)
        cursor.execute(
            "CREATE TEMP TABLE bench_event (id, code, effect, words) AS SELECT n - 1, a, b, c "
            "FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS x (a, b, c, n)",
            [list(codes), list(effects), list(words)],
        )
        for step in (*STEPS, DECISIONS):
            cursor.execute(step, values)
        cursor.execute("VACUUM ANALYZE")
    return people[0]
