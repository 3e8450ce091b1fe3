"""Servers that drip, cut off, redirect or are the machine's own: a fetch ends, and says why."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from warehouse.sources import Document, ReadLimits, Rejected, discover, read_documents
from warehouse.sources.addresses import ALLOW_LOCAL, is_public, public_addresses, without_secrets
from warehouse.sources.model import Fetching
from warehouse.sources.web.addressed import Address
from warehouse.sources.web.fetch import Fetched, Fetcher
from warehouse.sources.web.kept import KeptFetches
from warehouse.sources.web.manners import Clock, Manners

SOON = ReadLimits(fetch_timeout_seconds=5, fetch_total_seconds=0.6)


def fetch(url: str, folder: Path, limits: ReadLimits, clock: Clock | None = None) -> Fetched | Rejected:
    fetcher = Fetcher(KeptFetches(folder), limits, Manners(0), clock)
    try:
        return fetcher.fetch(Address(url))
    finally:
        fetcher.close()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@contextmanager
def served(answer: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        answer(connection, connection.recv(65536))
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ALLOW_LOCAL, "1")


def _drip(first: bytes) -> Callable[[socket.socket, bytes], None]:
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(first)
        for _n in range(100):
            connection.sendall(b"a")
            time.sleep(0.05)

    return answer


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "first", [b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "], ids=["body", "head"]
)
def test_a_server_that_drips_is_left(tmp_path: Path, first: bytes) -> None:
    started = time.monotonic()
    with served(_drip(first)) as address:
        found = fetch(f"{address}/a.txt", tmp_path, SOON)
    assert isinstance(found, Rejected)
    assert "did not send it all within" in found.message
    assert time.monotonic() - started < 4
    assert not files_in(tmp_path)


@pytest.mark.usefixtures("allowed")
def test_a_body_that_is_cut_off_is_no_file(tmp_path: Path) -> None:
    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nFerries stopped")

    with served(answer) as address:
        found = fetch(f"{address}/a.txt", tmp_path, SOON)
    assert isinstance(found, Rejected)
    assert "it was cut off: " in found.message
    assert not files_in(tmp_path)


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nX: " * 20_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 302 Found\r\nLocation: http://[bad\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://a..b/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        b"HTTP/1.1 503 Busy\r\nRetry-After: \xb2\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_an_answer_that_is_none_is_a_reject(tmp_path: Path, answer: bytes) -> None:
    with served(lambda connection, _: connection.sendall(answer)) as address:
        found = fetch(f"{address}/a", tmp_path, ReadLimits(fetch_timeout_seconds=5), Clock(sleep=lambda _: None))
    assert isinstance(found, Rejected)
    assert found.rule == "fetch_failed"
    assert not files_in(tmp_path)


@pytest.mark.parametrize(
    ("busy", "pauses"),
    [
        (b"503 Busy\r\nRetry-After: 20", [20.0]),
        (b"503 Busy\r\nDate: Tue, 05 Mar 2024 08:00:00 GMT\r\nRetry-After: Tue, 05 Mar 2024 08:00:30 GMT", [30.0]),
        (b"429 Slow down", [2.0]),
        (b"503 Busy\r\nRetry-After: 3600", []),
        (b"404 Gone", []),
    ],
)
def test_a_busy_server_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: bytes, pauses: list[float]
) -> None:
    monkeypatch.setenv(ALLOW_LOCAL, "1")
    slept: list[float] = []
    answers = [
        b"HTTP/1.0 " + busy + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    ]
    with served(lambda connection, _: connection.sendall(answers.pop(0))) as url:
        fetched = fetch(f"{url}/a.txt", tmp_path, ReadLimits(), Clock(sleep=slept.append))
    assert slept == pauses
    assert isinstance(fetched, Fetched) is bool(pauses)


def test_the_own_network_is_not_fetched_from(tmp_path: Path) -> None:
    asked: list[bytes] = []
    with served(lambda connection, request: asked.append(request)) as address:
        port = address.rpartition(":")[2]
        for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"):
            found = fetch(f"http://{host}:{port}/a.txt", tmp_path, SOON)
            assert isinstance(found, Rejected), host
    assert not asked


def test_a_redirect_into_the_own_network_or_to_a_file_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.sources.addresses.is_public", lambda address: address == "127.0.0.1")
    for target in ("http://127.0.0.2:9/", "file:///etc/passwd", "ftp://127.0.0.1/x"):

        def answer(connection: socket.socket, _: bytes, target: str = target) -> None:
            connection.sendall(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())

        with served(answer) as address:
            found = fetch(f"{address}/a.txt", tmp_path, SOON)
        assert isinstance(found, Rejected), target
    assert not files_in(tmp_path)


@pytest.mark.usefixtures("allowed")
def test_a_password_is_sent_and_neither_kept_nor_told(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def answer(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\nFerries stopped.")

    with served(answer) as address:
        secret = address.replace("://", "://me:hu%20sh@") + "/a.txt?page=1&api_key=k3y"
        (file,) = discover([secret], fetching=Fetching(tmp_path / "cache"))
    assert b"Authorization: Basic bWU6aHUgc2g=" in asked[0]
    assert b"api_key=k3y" in asked[0]
    (document,) = read_documents(file)
    assert isinstance(document, Document)
    shown = f"{address}/a.txt?page=1&api_key=***"
    assert (document.uri, document.manifest) == (shown, {"url": shown})
    failed = fetch(secret, tmp_path, ReadLimits(fetch_timeout_seconds=1))
    assert isinstance(failed, Rejected)
    assert "sh" not in failed.uri.replace("http", "")
    kept = "".join(path.read_text("latin-1") for path in files_in(tmp_path) if path.suffix == ".json")
    assert "k3y" not in str(failed) + str(files_in(tmp_path)) + kept


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("nonsense", False),
    ],
)
def test_public_addresses(address: str, *, public: bool) -> None:
    assert is_public(address) is public


def test_a_name_that_leads_home_is_told_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, 0, 0, "", ("8.8.8.8", 80)), (socket.AF_INET, 0, 0, "", ("10.0.0.5", 80))]
    monkeypatch.setattr("warehouse.sources.addresses._lookup", lambda host, port: both)
    with pytest.raises(ValueError, match=r"rebind\.example is an address of the own .*10\.0\.0\.5"):
        public_addresses("rebind.example", 80)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me:pw@news.example/a", "https://news.example/a"),
        ("https://token@news.example/a", "https://news.example/a"),
        ("https://me:p@ss@news.example/a", "https://news.example/a"),
        ("https://news.example/a@b?x=1&Access_Token=t&y=2", "https://news.example/a@b?x=1&Access_Token=***&y=2"),
        ("https://s.example/a?X-Amz-Signature=ab&X-Amz-Date=2", "https://s.example/a?X-Amz-Signature=***&X-Amz-Date=2"),
        ("https://news.example/?key=a%20b#top", "https://news.example/?key=***#top"),
        ("https://news.example/?keyword=ferry&monkey=1", "https://news.example/?keyword=ferry&monkey=1"),
        ("see http://a:b@c.example/ and me@d.example", "see http://c.example/ and me@d.example"),
        ("articles/a@b.txt", "articles/a@b.txt"),
    ],
)
def test_secrets_are_taken_out_of_addresses(text: str, shown: str) -> None:
    assert without_secrets(text) == shown


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_asked_for_nothing_of_the_own_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    asked: list[bytes] = []
    with served(lambda _, request: asked.append(request)) as proxy:
        for name in ("http_proxy", "https_proxy"):
            monkeypatch.setenv(name, proxy)
        found = fetch(f"{scheme}://169.254.169.254/a.txt", tmp_path, SOON)
    assert isinstance(found, Rejected)
    assert asked == []


def test_a_host_that_no_proxy_is_asked_for_is_no_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(lambda connection, _: connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nhello")) as address:
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert isinstance(fetch(f"{address}/a.txt", tmp_path, SOON), Rejected)
