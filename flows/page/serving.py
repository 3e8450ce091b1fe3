"""`dateline ui`: the page and read-only queries, for browsers on this machine alone.

What belongs here: who may ask, what, and for how long. It listens on 127.0.0.1, takes GET from pages of its own
(by Host and Sec-Fetch-Site, since any web page can send a browser here, and a name can be made to lead to 127.0.0.1),
and puts questions through the connection of `dateline sql`, which reads the warehouse and nothing else.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import math
import re
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flows.asking import ask
from flows.errors import DatelineError, UserMistake, describe_error, told_to_the_user
from flows.page.contents import contents
from flows.page.document import asset, document, now_in_words
from flows.page.query_page import Answered, Relation, query_page
from flows.page.selection import Selection
from flows.terminal import say
from warehouse.store.export import FORMULA
from warehouse.store.home import Home
from warehouse.store.questions import Answer, QuestionError, explained, refuse_all_but_one, rows_of, shut_in

ADDRESS = "127.0.0.1"
HTTP_PORT = 80
SECONDS_A_QUERY = 20.0
ROWS_SHOWN = 500
ROWS_IN_FILES = 100_000

_RELATIONS = """
SELECT CASE WHEN schema_name = 'main' THEN name ELSE schema_name || '.' || name END AS name, comment
FROM (
    SELECT schema_name, table_name AS name, comment FROM duckdb_tables() WHERE NOT internal
    UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal
) ORDER BY schema_name <> 'main', name
"""
_COLUMNS = """
SELECT CASE WHEN schema_name = 'main' THEN table_name ELSE schema_name || '.' || table_name END AS name, column_name,
       data_type
FROM duckdb_columns() WHERE NOT internal ORDER BY name, column_index
"""


class Desk:
    """Answers questions about one home: the page as of the present warehouse, and SQL within limits.

    One at a time, so that memory and processors are one query's, and Ctrl-C knows which to stop.
    """

    def __init__(self, home: Path, seconds: float = SECONDS_A_QUERY) -> None:
        self.home = home
        self.seconds = seconds
        self._turns = threading.Lock()
        self._page: tuple[object, bytes] | None = None
        self._running: Any = None  # the connection of the query at work

    def page(self) -> bytes:
        """The page of `dateline report`, made anew when something was published."""
        with self._turn():
            state = Home(self.home).published.stat() if Home(self.home).published.exists() else None
            stamp = (state.st_ino, state.st_mtime_ns, state.st_size) if state else None
            if self._page is None or self._page[0] != stamp:
                held = contents(self.home, Selection(), now_in_words())
                self._page = stamp, document(held, is_served=True).encode(errors="replace")
            return self._page[1]

    def answer(self, sql: str, most: int) -> Answered:
        """The first rows of one statement.

        Raises:
            UserMistake: it can't be answered, or not within the time.
        """
        began = time.monotonic()
        with self._turn(), told_to_the_user(), self._asked(sql) as answer:
            frame = next(answer.frames(most + 1))
            rows = rows_of(frame.head(most))
        return Answered(sql, frame.columns, rows, frame.height > most, time.monotonic() - began)

    def relations(self) -> list[Relation]:
        """Tables and views with their columns."""
        with self._turn():
            listed, named = ask(self.home, _COLUMNS), ask(self.home, _RELATIONS)
        columns: dict[str, dict[str, str]] = {}
        for relation, column, kind in listed.iter_rows():
            columns.setdefault(relation, {})[column] = kind
        return [Relation(name, comment or "", columns.get(name, {})) for name, comment in named.iter_rows()]

    def close(self) -> None:
        """Stop the query at work, and wait until it has stopped."""
        running = self._running
        if running is not None:
            running.interrupt()
        _ = self._turns.acquire(timeout=5)

    @contextmanager
    def _turn(self) -> Generator[None]:
        if not self._turns.acquire(timeout=2 * self.seconds):
            raise UserMistake("another query is at work; try again")
        try:
            yield
        finally:
            self._turns.release()

    @contextmanager
    def _asked(self, sql: str) -> Generator[Answer]:
        """An answer that is stopped when its time is over, which begins with the question."""
        late = threading.Event()
        try:
            with shut_in(Home(self.home)) as connection, explained(Home(self.home), sql):

                def stop() -> None:
                    late.set()
                    connection.interrupt()

                clock = threading.Timer(self.seconds, stop)
                self._running = connection
                clock.start()
                try:
                    refuse_all_but_one(connection, sql)
                    yield Answer(connection, connection.sql(sql))
                finally:
                    clock.cancel()
                    self._running = None
        except QuestionError as error:
            raise UserMistake(str(error)) from error
        except KeyboardInterrupt as error:
            why = f"it took longer than {self.seconds:g} seconds" if late.is_set() else "it was interrupted"
            raise UserMistake(f"{why}; `dateline sql` has no limit") from error


class Server(ThreadingHTTPServer):
    """An HTTP server on this machine's own address, with its desk."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk = desk
        super().__init__((ADDRESS, port), Handler)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    """GET of three things: the page, the query page, rows as a file."""

    server_version = "dateline"
    sys_version = ""
    timeout = 30
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        """Answer, or say why not."""
        refusal = self._refusal()
        if refusal:
            self._send(HTTPStatus.FORBIDDEN, refusal.encode(), "text/plain")
            return
        address = urlsplit(self.path)
        sql = parse_qs(address.query).get("sql", [""])[0].strip()
        try:
            self._route(address.path, sql)
        except DatelineError as error:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, str(error).encode(), "text/plain")
        except (BrokenPipeError, ConnectionResetError):  # the browser has gone
            self.close_connection = True
        except Exception as error:
            told = f"{describe_error(error)}\nThis is a bug in dateline, not in what you asked."
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, told.encode(), "text/plain")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what a person asks is nobody's business."""

    def _refusal(self) -> str:
        names = {f"{name}:{self.server.port}" for name in (ADDRESS, "localhost")}
        if self.server.port == HTTP_PORT:  # which browsers leave out
            names |= {ADDRESS, "localhost"}
        if self.headers.get("Host", "").lower() not in names:
            return f"this is http://{ADDRESS}:{self.server.port}; a request by another name is not answered"
        asks = urlsplit(self.path).query != ""
        if asks and self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return "another page's questions are not answered"
        return ""

    def _route(self, path: str, sql: str) -> None:
        desk = self.server.desk
        if path == "/":
            self._send(HTTPStatus.OK, desk.page(), "text/html")
        elif path == "/query":
            page = query_page(_answered(desk, sql), desk.relations()).encode(errors="replace")
            self._send(HTTPStatus.OK, page, "text/html", _policy())
        elif path in ("/rows.csv", "/rows.json") and sql:
            self._send_rows(desk, sql, path.rpartition(".")[2])
        else:
            self._send(HTTPStatus.NOT_FOUND, b"there are / and /query", "text/plain")

    def _send_rows(self, desk: Desk, sql: str, ending: str) -> None:
        try:
            answered = desk.answer(sql, ROWS_IN_FILES)
        except UserMistake as error:
            self._send(HTTPStatus.BAD_REQUEST, str(error).encode(), "text/plain")
            return
        kind = "text/csv" if ending == "csv" else "application/json"
        self._send(HTTPStatus.OK, _as_file(answered, ending).encode(errors="replace"), kind)

    def _send(self, status: HTTPStatus, body: bytes, kind: str, policy: str = "frame-ancestors 'none'") -> None:
        self.send_response(status)
        headers = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(body)),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        _ = self.wfile.write(body)


def serve(home: Path, port: int) -> Server:
    """A server that is ready to be started.

    Raises:
        UserMistake: the port is taken.
    """
    try:
        return Server(Desk(home), port)
    except (OSError, OverflowError) as error:
        raise UserMistake(f"port {port} can't be taken: {error}; --port names another, 0 any free one") from error


def run_until_stopped(server: Server) -> None:
    """Answer until Ctrl-C or SIGTERM; queries at work are stopped then."""
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        say("stopped", err=True)
    finally:
        server.desk.close()
        server.server_close()


def _answered(desk: Desk, sql: str) -> Answered:
    if not sql:
        return Answered()
    try:
        return desk.answer(sql, ROWS_SHOWN)
    except UserMistake as error:
        return Answered(sql, error=str(error))


def _as_file(answered: Answered, ending: str) -> str:
    if ending == "json":
        rows = [dict(zip(answered.columns, map(_in_json, row), strict=True)) for row in answered.rows]
        return json.dumps(rows, ensure_ascii=False, default=str)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answered.columns)
    writer.writerows([_flat(value) for value in row] for row in answered.rows)
    return out.getvalue()


def _in_json(value: object) -> object:
    """JSON has no word for infinity, or for what is no number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _flat(value: object) -> object:
    """CSV has no lists: they are written as JSON. What a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(value, str) and re.match(FORMULA, value):
        return f"'{value}"
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else value


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(asset("page.css").encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
