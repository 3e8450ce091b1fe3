"""Sources on the web: what is asked for again, what robots.txt forbids, pages of feeds and of APIs, limits."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from warehouse.sources import Document, ReadLimits, Rejected, SourceFile, read_documents
from warehouse.sources.addresses import ALLOW_LOCAL
from warehouse.sources.manifest import Manifest, parse_manifest
from warehouse.sources.web.addressed import Address
from warehouse.sources.web.answers import file_name, refusal
from warehouse.sources.web.fetch import Fetched, Fetcher
from warehouse.sources.web.kept import Kept, KeptFetches
from warehouse.sources.web.listing import Listed, list_fetched
from warehouse.sources.web.manners import Clock, Manners

LONG = "The ferry to Port Nova was held at the quay for six hours on Monday while crews searched it. " * 12
Headers = dict[str, str]
Answer = tuple[int, Headers, bytes]


@dataclass
class Site:
    """A server on this machine: what it answers by path, and what it was asked."""

    address: str = ""
    answers: dict[str, Answer | Callable[[Headers], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, Headers]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((self.path, headers))
            answer = site.answers.get(self.path, (404, {}, b"no such page"))
            status, told, body = answer(headers) if callable(answer) else answer
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status != 304:
                self.wfile.write(body)

        def do_CONNECT(self) -> None:
            site.asked.append((f"CONNECT {self.path}", {}))
            self.send_error(502)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.handle_error = lambda request, client_address: None  # a client may hang up
        site.address = f"http://127.0.0.1:{server.server_port}"
        yield site
        server.shutdown()


@pytest.fixture
def site(running: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv(ALLOW_LOCAL, "1")
    running.answers.clear()
    running.asked.clear()
    return running


@dataclass
class Time:
    """Passes only while somebody sleeps."""

    passed: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.passed, self.sleep)


def listed(
    folder: Path,
    urls: Sequence[str],
    *rows: Mapping[str, object],
    follow: bool = False,
    limits: ReadLimits | None = None,
    manners: Manners | None = None,
    time: Time | None = None,
    rather_kept: bool = False,
) -> Listed:
    """What one run finds behind addresses."""
    told = "\n".join(json.dumps(row) for row in rows)
    manifests = [parse_manifest(told.encode(), "m.jsonl")] if rows else list[Manifest]()
    limits = limits or ReadLimits()
    clock = (time or Time()).clock()
    fetcher = Fetcher(KeptFetches(folder), limits, manners or Manners(0), clock, rather_kept=rather_kept)
    try:
        return list_fetched(urls, manifests, fetcher, limits, follow=follow)
    finally:
        fetcher.close()


def rules(files: Sequence[SourceFile]) -> list[str]:
    return [problem.rule for file in files for problem in file.problems]


def titles(files: Sequence[SourceFile]) -> list[str]:
    documents = [one for file in files for one in read_documents(file) if isinstance(one, Document)]
    return [str(one.record["title"]) if one.record else "page" for one in documents]


def feed(*items: tuple[str, str, str], more: str = "") -> Answer:
    entries = "".join(
        f"<item><title>{title}</title><guid>{title}</guid><link>{link}</link><description>{text}</description></item>"
        for title, link, text in items
    )
    head = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour News</title>'
    return 200, {"Content-Type": "application/rss+xml"}, f"{head}{more}{entries}</channel></rss>".encode()


def page(text: str = LONG) -> Answer:
    return 200, {"Content-Type": "text/html"}, f"<html><body><h1>Ferry</h1><p>{text}</p></body></html>".encode()


def answer_of(*names: str, **around: object) -> Answer:
    records = [{"title": name, "text": LONG} for name in names]
    return 200, {"Content-Type": "application/json"}, json.dumps({"articles": records, **around}).encode()


@pytest.mark.parametrize(
    ("validator", "sent"), [("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")], ids=["etag", "time"]
)
def test_what_has_not_changed_is_not_sent_again(site: Site, tmp_path: Path, validator: str, sent: str) -> None:
    mark = '"v1"' if validator == "ETag" else "Tue, 05 Mar 2024 08:00:00 GMT"

    def answer(headers: Headers) -> Answer:
        status, told, body = page()
        return (304, {}, b"") if headers.get(sent) == mark else (status, {**told, validator: mark}, body)

    site.answers["/a.html"] = answer
    first, second = (listed(tmp_path, [f"{site.address}/a.html"]) for _ in range(2))
    assert site.asked[1][1][sent] == mark
    assert (first.notes, second.notes) == (["addresses: 1 fetched"], ["addresses: 1 unchanged at their servers"])
    assert [file.fingerprint for file in first.files] == [file.fingerprint for file in second.files]
    assert titles(second.files) == ["page"]


def test_bytes_are_kept_once_and_read_without_the_net(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/a.html": page(), "/b.html": page()}
    urls = [f"{site.address}/a.html", f"{site.address}/b.html"]
    files = listed(tmp_path, urls).files
    (body,) = (path for path in (tmp_path / "bodies").rglob("*") if path.is_file())
    assert body.stat().st_size < files[0].size / 3
    site.asked.clear()
    again = listed(tmp_path, urls, rather_kept=True)
    assert (titles(again.files), site.asked, again.notes) == (["page", "page"], [], ["addresses: 2 kept from before"])


def test_an_address_that_has_gone_is_told_and_what_it_gave_is_there(site: Site, tmp_path: Path) -> None:
    site.answers["/a.html"] = page()
    _ = listed(tmp_path, [f"{site.address}/a.html"])
    site.answers["/a.html"] = (410, {}, b"")
    gone = listed(tmp_path, [f"{site.address}/a.html"])
    assert rules(gone.files) == ["fetch_gone"]
    assert "what was read from it before stays" in gone.files[0].problems[0].message
    assert titles(gone.files) == ["page"]
    site.answers["/a.html"] = page("It is back. " * 30)
    back = listed(tmp_path, [f"{site.address}/a.html"], rather_kept=True)  # a replay asks for what was not to be had
    assert back.notes == ["addresses: 1 fetched"]


@pytest.mark.parametrize(
    ("status", "rule", "words"),
    [
        (401, "fetch_refused", "~/.netrc"),
        (402, "fetch_refused", "subscribers"),
        (403, "fetch_refused", "ask the publisher"),
        (404, "fetch_gone", "check the address"),
        (410, "fetch_gone", "no more"),
        (500, "fetch_failed", "next run"),
        (418, "fetch_failed", "answers 418"),
    ],
)
def test_words_for_a_status(status: int, rule: str, words: str) -> None:
    found, message = refusal(status, was_there=False)
    assert found == rule
    assert words in message


def test_a_feed_of_teasers_gives_its_pages(site: Site, tmp_path: Path) -> None:
    site.answers |= {
        "/feed": feed(("One", f"{site.address}/1", "Ferry held…"), ("Two", f"{site.address}/2", LONG)),
        "/1": page(),
    }
    plain = listed(tmp_path / "a", [f"{site.address}/feed"])
    assert titles(plain.files) == ["One", "Two"]
    followed = listed(tmp_path / "b", [f"{site.address}/feed"], follow=True)
    told = listed(tmp_path / "c", [f"{site.address}/feed"], {"file": f"{site.address}/*", "follow": True})
    assert titles(followed.files) == titles(told.files) == ["Two", "page"]
    said = followed.files[1].manifest[""]
    assert (said["id"], said["source_name"], said["url"]) == ("One", "Harbour News", f"{site.address}/1")


def test_a_feed_that_grows_fetches_what_is_new(site: Site, tmp_path: Path) -> None:
    one, two = (("One", f"{site.address}/1", "Ferry held"), ("Two", f"{site.address}/2", "Quay closed"))
    site.answers |= {"/feed": feed(one), "/1": page(), "/2": page(LONG + "Closed.")}
    first = listed(tmp_path, [f"{site.address}/feed"], follow=True)
    site.answers["/feed"] = feed(two, one)
    site.asked.clear()
    second = listed(tmp_path, [f"{site.address}/feed"], follow=True)
    assert site.paths() == ["/feed", "/robots.txt", "/2"]
    before = {file.uri: file.fingerprint for file in first.files}
    assert [file.uri[-2:] for file in second.files if before.get(file.uri) == file.fingerprint] == ["/1"]
    site.asked.clear()
    replayed = listed(tmp_path, [f"{site.address}/1"], rather_kept=True)
    assert site.asked == []
    named = listed(tmp_path, [f"{site.address}/1"])
    for found in (replayed, named):  # with what the feed said of it
        assert found.files[0].fingerprint == before[f"{site.address}/1"]


def test_a_page_that_can_not_be_had_leaves_its_teaser(site: Site, tmp_path: Path) -> None:
    site.answers["/feed"] = feed(("One", f"{site.address}/1", "Ferry held"))
    found = listed(tmp_path, [f"{site.address}/feed"], follow=True)
    assert titles(found.files) == ["One"]
    assert rules(found.files) == ["fetch_gone"]


ROBOTS = "User-agent: *\nDisallow: /*/private\nAllow: /x/private-view\nCrawl-delay: 7\n"


def test_robots_are_heeded_for_pages_that_nobody_named(site: Site, tmp_path: Path) -> None:
    paths = ["/x/private", "/x/private-view", "/x/open"]
    site.answers |= {
        "/feed": feed(*((path, site.address + path, "Held") for path in paths)),
        **dict.fromkeys(paths, page()),
    }
    site.answers["/robots.txt"] = (200, {}, ROBOTS.encode())
    time = Time()
    found = listed(tmp_path, [f"{site.address}/feed"], follow=True, manners=Manners(1.0), time=time)
    (refused,) = (problem for file in found.files for problem in file.problems)
    assert (refused.rule, refused.uri) == ("robots", f"{site.address}/x/private")
    assert "DATELINE_ROBOTS=none" in refused.message
    assert site.paths() == ["/feed", "/robots.txt", "/x/private-view", "/x/open"]
    assert time.slept == [1.0, 1.0, 7.0]
    assert site.asked[0][1]["user-agent"].startswith("Dateline/")


@pytest.mark.parametrize(
    ("robots", "path", "rule"), [("found", "/a", []), ("all", "/a", ["robots"]), ("none", "/a", [])]
)
def test_who_names_a_page_reads_it_as_with_a_browser(
    site: Site, tmp_path: Path, robots: str, path: str, rule: list[str]
) -> None:
    site.answers |= {path: page(), "/robots.txt": (200, {}, b"User-agent: Dateline\nDisallow: /\n")}
    manners = Manners.of({"DATELINE_ROBOTS": robots, "DATELINE_SECONDS_BETWEEN_REQUESTS": "0"})
    assert rules(listed(tmp_path, [site.address + path], manners=manners).files) == rule


def test_a_page_that_leads_to_a_forbidden_one_is_left(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/feed": feed(("One", f"{site.address}/1", "Held")), "/private": page()}
    site.answers |= {
        "/1": (302, {"Location": "/private"}, b""),
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /p"),
    }
    assert rules(listed(tmp_path, [f"{site.address}/feed"], follow=True).files) == ["robots"]
    assert "/private" not in site.paths()
    again = listed(tmp_path, [f"{site.address}/1"], rather_kept=True)  # a replay is no leave
    assert rules(again.files) == ["robots"]
    named = listed(tmp_path, [f"{site.address}/1"])
    assert (titles(named.files), named.files[0].manifest[""]["id"]) == (["page"], "One")


def test_robots_out_of_order_forbid_for_now(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/feed": feed(("One", f"{site.address}/1", "Held")), "/1": page(), "/robots.txt": (503, {}, b"")}
    assert rules(listed(tmp_path, [f"{site.address}/feed"], follow=True).files) == ["fetch_failed"]
    assert "/1" not in site.paths()


def test_a_host_has_a_time_and_the_rest_is_left_for_the_next_run(site: Site, tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(5)]
    site.answers |= dict.fromkeys(paths, page())
    urls = [site.address + path for path in paths]
    found = listed(tmp_path, urls, manners=Manners(100), limits=ReadLimits(fetch_total_seconds=250), time=Time())
    assert found.notes == ["addresses: 3 fetched, 2 left for the next run, since their hosts want pauses"]


def test_a_list_is_left_where_its_host_wants_pauses_of_hours(site: Site, tmp_path: Path) -> None:
    site.answers |= {f"/api?page={number}": answer_of(f"A{number}") for number in range(1, 9)}
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 7200\n")
    url, time = f"{site.address}/api", Time()
    told = {"file": url, "pages": {"param": "page"}}
    found = listed(tmp_path / "a", [url], told, manners=Manners(0, "all"), time=time)
    (problem,) = (problem for file in found.files for problem in file.problems)
    assert (titles(found.files), problem.rule, time.slept) == (["A1"], "pages_left", [])
    assert all(word in problem.message for word in ("7,200 s", "Page 2 ", "/api?page=2", "DATELINE_ROBOTS=found"))
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 200\n")
    assert titles(listed(tmp_path / "b", [url], told, manners=Manners(0, "all"), time=time).files)[-1] == "A5"
    assert sum(time.slept) == 800
    assert len(titles(listed(tmp_path / "c", [url], told, manners=Manners(300), time=Time()).files)) == 8


PAGES: list[tuple[dict[str, object], dict[str, Answer], list[str]]] = [
    (
        {"param": "page"},
        {"/api?page=1": answer_of("A", "B"), "/api?page=2": answer_of("C"), "/api?page=3": answer_of()},
        ["/api?page=1", "/api?page=2", "/api?page=3"],
    ),
    (
        {"param": "offset", "from": 0, "step": 2},
        {"/api?offset=0": answer_of("A", "B"), "/api?offset=2": answer_of("C"), "/api?offset=4": (422, {}, b"{}")},
        ["/api?offset=0", "/api?offset=2", "/api?offset=4"],
    ),
    (
        {"param": "cursor", "next": "meta.cursor"},
        {
            "/api": answer_of("A", "B", meta={"cursor": "x/2"}),
            "/api?cursor=x%2F2": answer_of("C", meta={"cursor": None}),
        },
        ["/api", "/api?cursor=x%2F2"],
    ),
    (
        {"next": "links.0.href"},
        {"/api": answer_of("A", "B", links=[{"href": "/api/2"}]), "/api/2": answer_of("C", links=[{"href": "/api"}])},
        ["/api", "/api/2"],
    ),
    (
        {"next": "link"},
        {
            "/api": (200, {"Link": '</api/2>; rel="next", </api>; rel="self"'}, answer_of("A", "B")[2]),
            "/api/2": answer_of("C"),
        },
        ["/api", "/api/2"],
    ),
]


@pytest.mark.parametrize(("told", "answers", "asked"), PAGES, ids=["pages", "offsets", "cursor", "address", "header"])
def test_lists_come_page_by_page(
    site: Site, tmp_path: Path, told: dict[str, object], answers: dict[str, Answer], asked: list[str]
) -> None:
    site.answers |= answers
    found = listed(
        tmp_path, [f"{site.address}/api"], {"file": f"{site.address}/api", "pages": told, "source_name": "S"}
    )
    assert (titles(found.files), site.paths(), rules(found.files)) == (["A", "B", "C"], asked, [])
    assert {json.dumps(file.manifest[""]) for file in found.files} == {'{"source_name": "S"}'}
    again = listed(tmp_path, [file.uri for file in found.files], rather_kept=True)
    assert {file.fingerprint for file in again.files} == {file.fingerprint for file in found.files}


def test_feeds_go_on_where_they_say(site: Site, tmp_path: Path) -> None:
    more = f'<atom:link rel="next" href="{site.address}/feed/2"/>'
    site.answers |= {"/feed": feed(("A", "http://a.example/", LONG), more=more), "/feed/2": feed(("B", "", LONG))}
    found = listed(tmp_path, [f"{site.address}/feed"], {"file": f"{site.address}/feed", "pages": {"next": "link"}})
    assert titles(found.files) == ["A", "B"]


@pytest.mark.parametrize(
    ("answer", "pages"), [({"response": {"results": []}}, 0), ({"error": "no such key", "tags": None}, 1)]
)
def test_an_empty_list_is_no_page_and_an_error_is(
    site: Site, tmp_path: Path, answer: dict[str, object], pages: int
) -> None:
    site.answers["/api?page=1"] = (200, {"Content-Type": "application/json"}, json.dumps(answer).encode())
    found = listed(tmp_path, [f"{site.address}/api"], {"file": f"{site.address}/api", "pages": {"param": "page"}})
    assert len(found.files) == pages


def test_a_list_ends_where_told(site: Site, tmp_path: Path) -> None:
    for number in range(1, 6):
        site.answers[f"/api?page={number}"] = answer_of(f"A{number}")
    row = {"file": f"{site.address}/api", "pages": {"param": "page", "most": 2, "until": "known"}}
    found = listed(tmp_path, [f"{site.address}/api"], row)
    assert (titles(found.files), rules(found.files)) == (["A1", "A2"], ["pages_left"])
    site.asked.clear()
    assert rules(listed(tmp_path, [f"{site.address}/api"], row).files) == []
    assert site.paths() == ["/api?page=1"]


def test_keys_come_from_the_environment_and_are_nowhere_kept(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("NEWS_KEY", "hu/sh-1234")
    site.answers["/api?k=hu%2Fsh-1234"] = answer_of("A", next=f"{site.address}/api?page=2&k=hu%2Fsh-1234")
    site.answers["/api?page=2&k=hu%2Fsh-1234"] = (302, {"Location": f"http://localhost:{site.address[-5:]}/x"}, b"")
    url = f"{site.address}/api?k=$NEWS_KEY"
    row = {"file": url, "headers": {"X-Key": "$NEWS_KEY"}, "pages": {"next": "next"}}
    found = listed(tmp_path, [url], row)
    assert [headers.get("x-key") for _, headers in site.asked][:2] == ["hu/sh-1234"] * 2
    assert [headers.get("x-key") for path, headers in site.asked if path == "/x"] in ([None], [])
    names = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert found.files[0].uri == url
    documents = [one for file in found.files for one in read_documents(file)]
    assert "sh-1234" not in caplog.text
    assert "sh-1234" not in str(found) + str(documents) + "".join(path.read_text("latin-1") for path in names)


def test_a_record_leads_to_kept_bytes_alone(tmp_path: Path) -> None:
    kept = KeptFetches(tmp_path / "fetched")
    (tmp_path / "fetched" / "bodies").mkdir(parents=True)
    (tmp_path / "secret").write_text("hush", encoding="utf-8")
    kept.note(Kept("https://news.example/a", "0" * 64, 4, "a.txt", "../../secret"))
    assert kept.find("https://news.example/a") is None


def test_a_server_is_told_no_variable_that_it_names_itself(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_KEY", "hush-1234")
    monkeypatch.setenv("BANK_KEY", "gold-5678")
    other = site.address.replace("127.0.0.1", "localhost")
    site.answers["/api"] = answer_of("A", next=f"{site.address}/api?b=$BANK_KEY&k=${{NEWS_KEY}}")
    site.answers["/api?b=%24BANK_KEY&k=hush-1234"] = answer_of("B", next=f"{other}/api?k=$NEWS_KEY")
    row = {"file": f"{site.address}/api", "headers": {"X-Key": "$NEWS_KEY"}, "pages": {"next": "next"}}
    _ = listed(tmp_path, [f"{site.address}/api"], row)
    assert site.paths()[:2] == ["/api", "/api?b=%24BANK_KEY&k=hush-1234"]
    assert not any("gold" in path or "hush" in path for path in site.paths()[2:])

    site.answers["/feed"] = (
        200,
        {},
        json.dumps([{"title": "T", "text": "It goes on …", "url": f"{other}/p?b=$BANK_KEY"}]).encode(),
    )
    _ = listed(tmp_path / "followed", [f"{site.address}/feed"], {"file": f"{site.address}/feed", "follow": "true"})
    assert "/p?b=%24BANK_KEY" in site.paths()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"headers": {"X-Api-Key": "hush"}}, "export it as a variable"),
        ({"headers": ["a"]}, "an object of texts"),
        ({"pages": {"until": "empty"}}, "needs param"),
        ({"pages": {"param": "p", "step": 0}}, "from 1"),
        ({"pages": {"pages": 3}}, "pages must be"),
    ],
)
def test_mistakes_in_a_manifest_are_told(site: Site, tmp_path: Path, row: dict[str, object], words: str) -> None:
    url = f"{site.address}/api"
    (failed,) = listed(tmp_path, [url], {"file": url, **row}).files[0].problems
    assert failed.rule == "manifest_invalid"
    assert words in failed.message
    assert site.asked == []


def test_a_variable_that_is_not_set_is_told(site: Site, tmp_path: Path) -> None:
    found = listed(tmp_path, [f"{site.address}/api?key=$NO_SUCH_KEY"])
    assert "the environment has no NO_SUCH_KEY" in found.files[0].problems[0].message
    assert site.asked == []


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        ((200, {"Content-Type": "video/mp4"}, b"x"), "unsupported_format"),
        ((200, {"Content-Type": "application/x-msdownload"}, b"MZ"), "unsupported_format"),
        ((200, {"Content-Type": "text/plain"}, b"a" * 5000), "file_too_large"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 3900)), "size_limit"),
        ((200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(b"a"))), "fetch_failed"),
    ],
    ids=["film", "program", "large", "bomb", "bomb in a bomb"],
)
def test_what_is_no_article_is_not_downloaded(site: Site, tmp_path: Path, answer: Answer, rule: str) -> None:
    site.answers["/a"] = answer
    limits = ReadLimits(max_document_bytes=1000, max_fetch_bytes=4000, max_expansion_ratio=10)
    assert rules(listed(tmp_path, [f"{site.address}/a"], limits=limits).files) == [rule]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("https://n.example/world/raid?id=4", "text/html", "raid.html"),
        ("https://n.example/story.php", "text/html", "story.php.html"),
        ("https://n.example/export.jsonl.gz", "application/gzip", "export.jsonl.gz"),
        ("https://n.example/", "application/vnd.api+json", "page.json"),
        ("https://n.example/2.4", "text/csv", "2.4.csv"),
    ],
)
def test_names_tell_the_format(url: str, kind: str, name: str) -> None:
    assert file_name(url, kind) == name


def test_hosts_do_not_wait_for_each_other(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = page()
    time = Time()
    port = site.address.rpartition(":")[2]
    urls = [f"http://127.0.0.1:{port}/a", f"http://localhost:{port}/a"]
    _ = listed(tmp_path, urls, manners=Manners(5), time=time)
    assert time.slept == []


def test_a_proxy_is_asked_for_what_it_alone_knows(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.address.replace("://", "://me:hush@"))
    site.answers["http://news.invalid/a"] = page()
    assert titles(listed(tmp_path, ["http://news.invalid/a"]).files) == ["page"]
    assert site.asked[0][1]["proxy-authorization"].startswith("Basic ")


@pytest.mark.parametrize(("variable", "scheme"), [("https_proxy", "https"), ("all_proxy", "http")])
def test_a_proxy_that_is_not_spoken_is_not_gone_past(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, scheme: str
) -> None:
    monkeypatch.setenv(variable, "socks5://127.0.0.1:1080")
    site.answers["/a"] = page()
    ((problem,),) = (file.problems for file in listed(tmp_path, [f"{scheme}://localhost/a"]).files)
    assert (problem.rule, "socks5" in problem.message) == ("fetch_failed", True)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert titles(listed(tmp_path, [f"{site.address}/a"]).files) == ["page"]


def test_a_tunnel_is_asked_of_the_proxy_for_https(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", site.address)
    assert rules(listed(tmp_path, ["https://news.invalid/a"]).files) == ["fetch_failed"]
    assert site.paths() == ["CONNECT news.invalid:443"]


def test_another_machine_reads_what_was_fetched_from_the_store(site: Site, tmp_path: Path) -> None:
    store: dict[str, bytes] = {}

    class Shared:
        def read(self, key: str) -> bytes | None:
            return store.get(key)

        def write(self, key: str, content: bytes | Path) -> None:
            store[key] = content if isinstance(content, bytes) else content.read_bytes()

    site.answers["/a"] = page()
    address = Address(f"{site.address}/a")
    fetchers = [Fetcher(KeptFetches(tmp_path / name, Shared()), manners=Manners(0), rather_kept=True) for name in "ab"]
    first, second = (fetcher.fetch(address) for fetcher in fetchers)
    assert isinstance(first, Fetched)
    assert isinstance(second, Fetched)
    assert (first.came, second.came, site.paths()) == ("fetched", "kept", ["/a"])
    assert first.path.read_bytes() == second.path.read_bytes()


def test_a_broken_record_is_as_if_nothing_was_kept(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = page()
    url = f"{site.address}/a"
    _ = listed(tmp_path, [url])
    for path in (tmp_path / "addresses").rglob("*.json"):
        path.write_text("{")
    fetcher = Fetcher(KeptFetches(tmp_path), manners=Manners(0))
    found = fetcher.fetch(Address(url))
    assert isinstance(found, Fetched)
    assert not isinstance(found, Rejected)
    assert found.came == "fetched"


@pytest.mark.parametrize("harm", [lambda data: data[:-9], lambda data: data[:20] + b"\xff" + data[21:], lambda _: b""])
def test_kept_bytes_that_are_damaged_are_fetched_anew_and_told(
    site: Site, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    site.answers["/a"] = (200, {**page()[1], "ETag": '"v1"'}, page()[2])
    url = f"{site.address}/a"
    _ = listed(tmp_path, [url])
    (body,) = (path for path in (tmp_path / "bodies").rglob("*") if path.is_file())
    body.write_bytes(harm(whole := body.read_bytes()))
    site.asked.clear()
    again = listed(tmp_path, [url], rather_kept=True)
    assert (titles(again.files), site.paths(), body.read_bytes()) == (["page"], ["/a"], whole)
    assert "if-none-match" not in site.asked[0][1]
    assert again.notes[0] == "addresses: 1 fetched"
    assert "damaged" in again.notes[1]
    assert url in again.notes[1]
    assert len(listed(tmp_path, [url], rather_kept=True).notes) == 1
