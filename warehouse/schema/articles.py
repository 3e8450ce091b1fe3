"""The `articles` table and the signatures that find its copies."""

from __future__ import annotations

from warehouse.schema.model import Column, Reference, Table
from warehouse.schema.vocabularies import PUBLISHED_PRECISIONS, PUBLISHED_SOURCES, UPDATED_SOURCES

ARTICLE_ID = Column(
    "article_id",
    "text",
    "Stable identifier of the article: the same source with the same external id or canonical URL, else the same "
    "content, gives the same id on any machine and in any order.",
    "5f2b8c1d9e7a4036",
    nullable=False,
)
CODER_VERSION = Column(
    "coder_version",
    "text",
    "Version of the coder (rules, tables and language model) that annotated the article; NULL where it was stored "
    "without being coded: in a language that the run does not code, or refused (`meta.rejected_records`).",
    "1-3fa9c2d1",
)
RUN_ID = Column("_run_id", "text", "The run that last wrote the row.", "20210809T060000-7c1e", derived=True)
DUPLICATE_GROUP_ID = Column(
    "duplicate_group_id",
    "text",
    "The group of copies (wire copies, reprints, light rewrites) that the article belongs to: the smallest article_id "
    "of the group. An article without copies is a group of its own.",
    "5f2b8c1d9e7a4036",
    derived=True,
)

ARTICLES = Table(
    "articles",
    "One row per article, its newest text.",
    (
        ARTICLE_ID,
        Column("external_id", "text", "The id the source gave, or the file name without its ending.", "kunduz-report"),
        Column("source_name", "text", "The publisher as the record or manifest names it.", "The Daily Report"),
        Column("source_domain", "text", "Host of the article's URL without `www.`.", "example.org"),
        Column(
            "source_family",
            "text",
            "Where the text is from: the news agency that the article says it is of, else the outlet's domain, else "
            "its name. Articles of one family are no independent sources.",
            "Reuters",
        ),
        Column("url", "text", "Canonical address of the article.", "https://example.org/2021/08/08/kunduz"),
        Column(
            "title", "text", "Headline, repaired. Mentions with field `title` point into it.", "Taliban enter Kunduz"
        ),
        Column("subtitle", "text", "Standfirst or deck below the headline.", "Third provincial capital in three days"),
        Column(
            "body",
            "text",
            "Repaired text without title, byline, boilerplate and author biography; paragraphs are parted by a blank "
            "line. Mentions with field `body` point into it.",
            "KABUL, Aug. 8 (Wire) - Fighters entered the city on Sunday.",
        ),
        Column("authors", "text_list", "Names of the authors, one each.", "['Jane Doe', 'John Roe']"),
        Column(
            "author_bio", "text", "Biography of the author that stood in or under the text.", "Jane Doe covers Asia."
        ),
        Column("dateline_text", "text", "The dateline as written, also kept in the body.", "KABUL, Aug. 8 (Wire)"),
        Column("dateline_location_id", "text", "Place of the dateline, where it was resolved.", "geonames:1138958"),
        Column("language", "text", "Language of the body, ISO 639-1.", "en"),
        Column(
            "published_at",
            "timestamp",
            "Moment of first publication, UTC, where the time of day is known.",
            "2021-08-08T06:30:00Z",
        ),
        Column(
            "updated_at",
            "timestamp",
            "Moment of the last update that the source states, UTC, where the time of day is known.",
            "2021-08-09T10:00:00Z",
        ),
        Column("updated_date", "date", "Day of the last update that the source states.", "2021-08-09"),
        Column(
            "updated_from",
            "text",
            "Where the update was stated; `none` where it was not.",
            "html",
            allowed=UPDATED_SOURCES,
        ),
        Column(
            "published_date",
            "date",
            "Day of first publication; the first of the month or year where no more is known.",
            "2021-08-08",
        ),
        Column(
            "published_precision", "text", "What is known of the publication date.", "day", allowed=PUBLISHED_PRECISIONS
        ),
        Column(
            "published_from",
            "text",
            "Where the publication date was found; never the clock or a file's own date.",
            "manifest",
            allowed=PUBLISHED_SOURCES,
        ),
        Column("word_count", "integer", "Words in the body.", "412", unit="words", minimum=0),
        Column(
            "is_truncated",
            "boolean",
            'Whether the source gave the beginning only: a text that ends in a mark such as "[+4748 chars]", or a '
            "description that stands in for the text.",
            "false",
        ),
        Column(
            "content_hash",
            "text",
            "Digest of all that decides the article's coding: title, body, publication date.",
            "9c1185a5c5e9fc54",
            nullable=False,
        ),
        DUPLICATE_GROUP_ID,
        Column(
            "is_canonical",
            "boolean",
            "Whether this is the copy that counts: the earliest published of its group, then the longest.",
            "true",
            derived=True,
        ),
        Column(
            "is_withdrawn_at_source",
            "boolean",
            "Whether every file that held the article is gone from its folder or archive. The article stays "
            "until it is withdrawn, and is unmarked when a file holds it again; what drops out of a feed is not gone.",
            "false",
            derived=True,
        ),
        Column(
            "metadata",
            "text",
            "Keys of a structured record that have no column here, and dates of publication that differ from the one "
            "chosen (`published_elsewhere`), as a JSON object.",
            '{"section": "World"}',
        ),
        Column("raw_uri", "text", "Where the article was read: path or URL of the file.", "seeds/articles/kunduz.txt"),
        Column("raw_locator", "text", "Which part of the file: line, row, archive member or message.", "line 12"),
        Column(
            "raw_sha256",
            "text",
            "SHA-256 of the file that was read.",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        CODER_VERSION,
        Column(
            "first_seen_at",
            "timestamp",
            "When the article first came in, UTC; kept when its text is replaced.",
            "2021-08-09T06:00:00Z",
            derived=True,
        ),
        Column(
            "last_seen_at", "timestamp", "When the present text came in, UTC.", "2021-08-10T06:00:00Z", derived=True
        ),
        RUN_ID,
    ),
    key=("article_id",),
    references=(Reference("dateline_location_id", "locations", "location_id"),),
)

ARTICLE_SIGNATURES = Table(
    "article_signatures",
    "One row per article long enough to compare: what tells whether another is its copy.",
    (
        ARTICLE_ID,
        Column(
            "signature",
            "bytes",
            "MinHash values of the article's word shingles, 16-bit little-endian.",
            "(512 bytes)",
            nullable=False,
        ),
        Column(
            "facts",
            "bytes",
            "Sketch of the days, numbers and names in the article and of where they stand, 64-bit little-endian; NULL "
            "in packages of older versions.",
            "(256 bytes)",
        ),
    ),
    key=("article_id",),
    schema="meta",
    references=(Reference("article_id", "articles", "article_id"),),
)

ARTICLE_BANDS = Table(
    "article_bands",
    "One row per article long enough to compare and band of its signature or facts: articles that share a band may be "
    "copies.",
    (
        ARTICLE_ID,
        Column("band", "integer", "Number of the band and its values in one number.", "3377699720527872", False),
    ),
    key=("article_id", "band"),
    schema="meta",
    references=(Reference("article_id", "articles", "article_id"),),
)
