"""A small warehouse whose titles, names and sentences are those of a stranger who wants to run scripts."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from strangers import BODY, SAID, TITLE

from warehouse.store.database import open_build
from warehouse.store.home import Home

_ARTICLES = """
INSERT INTO articles BY NAME SELECT *, 'metadata' AS published_from, true AS is_canonical
FROM (VALUES
    ('a1', 'c1', $title, $body, 'Port News', 'https://port.example/1?a=1&b=2', DATE '2023-05-02',
     'en', '1'),
    ('a2', 'c2', 'Talks in Lakewood', 'The two sides met in Lakewood on 3 June.', 'Lake Post', $address,
     DATE '2023-06-04', 'en', '1'),
    ('a3', 'c3', 'Le port', 'Le port est calme.', 'Le Phare', NULL, DATE '2023-06-05', 'fr', NULL))
AS rows(article_id, content_hash, title, body, source_name, url, published_date, language, coder_version)
"""
_EVENTS = """
INSERT INTO events BY NAME SELECT *, 1 AS article_count, 1 AS source_count, date_start AS date_end
FROM (VALUES
    ('e1', 'ASSAULT', 4, 'actual', $name, 'Sailors', DATE '2023-05-01', 1, 'text',
     'Adenville', 'YEM', 'Yemen', 12.8, 45.0, 1, 'sentence', 8, 9, 9, 0.9, 'r1'),
    ('e2', 'CONSULT', 1, 'actual', 'Government of Lakeland', NULL, DATE '2023-06-03', 1, 'text',
     'Lakewood', 'KEN', 'Kenya', -0.5, 36.0, 4, 'sentence', NULL, NULL, NULL, 0.6, 'r2'),
    ('e3', 'PROTEST', 3, 'planned', 'Teachers', NULL, NULL, NULL, NULL,
     NULL, 'KEN', 'Kenya', 0.2, 37.9, 6, 'country', NULL, NULL, NULL, 0.3, 'r2'))
AS rows(event_id, event_type, quad_class, status, actor_name, recipient_name, date_start, date_precision, date_from,
    location_name, country_iso3, country_name, latitude, longitude, where_precision, place_from, fatalities_low,
    fatalities_best, fatalities_high, confidence, _run_id)
"""
_MENTIONS = """
INSERT INTO event_mentions BY NAME SELECT *, event_mention_id AS report_id, event_id AS event_key
FROM (VALUES
    ('m1', 'e1', 'a1', 'body', $start, $end, $said, 'died', $start + 13, $start + 17, 'ASSAULT', 'actual'),
    ('m2', 'e2', 'a2', 'body', 0, 40, 'The two sides met in Lakewood on 3 June.', 'met', 14, 17, 'CONSULT', 'actual'),
    ('m3', 'e3', 'a2', 'title', 0, 17, 'Talks in Lakewood', 'Talks', 0, 5, 'PROTEST', 'planned'))
AS rows(event_mention_id, event_id, article_id, field, start_char, end_char, text, trigger_text, trigger_start_char,
    trigger_end_char, event_type, status)
"""


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    start = BODY.index(SAID)
    connection.execute(_ARTICLES, {"title": TITLE, "body": BODY, "address": "javascript:alert(1)"})
    connection.execute(_EVENTS, {"name": f"Rebels {TITLE}"})
    connection.execute(_MENTIONS, {"start": start, "end": start + len(SAID), "said": SAID})


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = Home(tmp_path_factory.mktemp("page") / "home")
    store.root.mkdir()
    with open_build(store) as connection:
        fill(connection)
    shutil.copyfile(store.build, store.published)
    return store.root
