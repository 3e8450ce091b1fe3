"""Ids and addresses that are the same whoever reads the article, wherever, however often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.prepare import prepare_documents
from transforms.prepare.identity import article_id_of, canonical_url, domain_of, file_stem
from warehouse.sources import Document, documents_frame


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://www.Example.org:443/A/b/?utm_source=x&b=2&a=1#top", "https://www.example.org/A/b?a=1&b=2"),
        ("http://example.org", "http://example.org"),
        ("https://example.org/news?id=7&fbclid=abc", "https://example.org/news?id=7"),
        ("https://example.org//a//b/", "https://example.org/a/b"),
        ("https://example.org/caf%C3%A9", "https://example.org/caf%C3%A9"),
        ("ftp://example.org/a", None),
        ("not a url", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_canonical_url(url: str | None, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


@given(st.text(max_size=40))
def test_canonical_url_is_idempotent(path: str) -> None:
    once = canonical_url(f"https://example.org/{path}")
    if once is not None:
        assert canonical_url(once) == once


def test_domain() -> None:
    assert domain_of("https://www.example.org/x") == "example.org"


@pytest.mark.parametrize(
    ("uri", "stem"),
    [
        ("in/story.txt", "story"),
        ("in/a.zip!deep/story.html.gz", "story"),
        ("in/2021.08.report.md", "2021.08.report"),
        ("README", "README"),
        ("in/a.tar.gz!story.txt", "story"),
        ("in/a.zip!b.ZIP!Who won!.txt", "Who won!"),
        ("Yahoo! News/Goal!.txt", "Goal!"),
        ("in/Late! The match.txt", "Late! The match"),
    ],
)
def test_file_stem(uri: str, stem: str) -> None:
    assert file_stem(uri) == stem


def test_id_follows_source_and_own_id_then_url_then_content() -> None:
    by_source = article_id_of("Wire", "7", "https://a.example/x", "T", "body")
    assert by_source == article_id_of("WIRE", "7", "https://b.example/y", "Other", "corrected body")
    by_url = article_id_of(None, "7", "https://www.a.example/x", "T", "body")
    assert by_url == article_id_of("Wire", None, "http://a.example/x", "T2", "new")
    by_content = article_id_of(None, "7", None, "T", "body")
    assert by_content == article_id_of(None, None, None, "T", "body")
    assert len({by_source, by_url, by_content, article_id_of(None, None, None, "Tb", "ody")}) == 4
    assert all(len(one) == 16 for one in (by_source, by_url, by_content))


def test_the_id_of_the_source_is_kept_as_the_source_wrote_it() -> None:
    record = {"id": " wire 0007 ", "source": "Adria Post", "text": "The ferry to Korcula was late again on Monday."}
    documents = documents_frame([Document("a.jsonl", 1, "record", "0" * 64, record=record)])
    assert prepare_documents(documents).articles["external_id"].to_list() == [" wire 0007 "]
