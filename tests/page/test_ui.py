from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from flows.errors import UserMistake
from flows.page.serving import ADDRESS, Desk, Server, serve
from warehouse.store.questions import Answer

LONG = "SELECT count(*) FROM range(100000) a, range(100000) b, range(1000) c WHERE a.range + b.range = c.range * 3.1"


@pytest.fixture(scope="module")
def server(home: Path) -> Generator[Server]:
    server = Server(Desk(home), 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def get(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(ADDRESS, server.port, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


def query(sql: str, path: str = "/query") -> str:
    return f"{path}?sql={quote(sql)}"


def test_the_report_is_served_and_leads_to_the_query_page(server: Server) -> None:
    status, page = get(server, "/")

    assert (status, '<a href="/query">' in page, 'id="data"' in page) == (200, True, True)


def test_rows_are_shown_escaped_and_events_lead_to_their_sentences(server: Server) -> None:
    status, page = get(server, query("SELECT event_id, actor_name FROM events WHERE event_id = 'e1'"))

    assert status == 200
    assert '<a href="/#words=e1&amp;open=1">e1</a>' in page
    assert "Rebels Shells on Adenville &lt;/script&gt;&lt;script&gt;" in page
    assert "<script" not in page


def test_tables_and_views_are_listed_with_their_columns(server: Server) -> None:
    _, page = get(server, "/query")

    assert "<summary>events_acled</summary>" in page
    assert "<summary>meta.runs</summary>" in page
    assert "<dt>fatalities_best</dt><dd>BIGINT</dd>" in page


def test_rows_come_as_files(server: Server) -> None:
    sql = "SELECT event_id, fatalities_best AS dead FROM events ORDER BY 1 LIMIT 2"

    assert get(server, query(sql, "/rows.csv"))[1].splitlines() == ["event_id,dead", "e1,9", "e2,"]
    assert (
        get(server, query(sql, "/rows.json"))[1] == '[{"event_id": "e1", "dead": 9}, {"event_id": "e2", "dead": null}]'
    )


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nothing FROM events", "nothing"),
        ("DROP TABLE events", "read-only"),
        ("COPY events TO '/tmp/stolen.csv'", "reads the warehouse and nothing else"),
        ("SELECT * FROM read_csv('/etc/passwd')", "reads the warehouse and nothing else"),
        ("SELECT 1; SELECT 2", "2 statements"),
        (LONG, "it took longer than 0.5 seconds"),
        (f"EXPLAIN ANALYZE {LONG}", "it took longer than 0.5 seconds"),
    ],
)
def test_what_can_not_be_answered_is_told(server: Server, monkeypatch: pytest.MonkeyPatch, sql: str, said: str) -> None:
    if LONG in sql:
        monkeypatch.setattr(server.desk, "seconds", 0.5)
    status, page = get(server, query(sql))

    assert status == 200
    (told,) = re.findall(r'<pre class="note">(.*?)</pre>', page, re.DOTALL)
    assert said in told


def test_only_this_machines_own_pages_are_answered(server: Server) -> None:
    sql = query("SELECT 1")

    assert get(server, "/", Host="evil.example")[0] == 403
    assert get(server, "/", Host=f"evil.example:{server.port}")[0] == 403
    assert get(server, sql, Sec_Fetch_Site="cross-site")[0] == 403
    assert get(server, sql, Sec_Fetch_Site="same-site")[0] == 403
    assert get(server, sql, Sec_Fetch_Site="same-origin", Host=f"localhost:{server.port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_get_is_answered(server: Server, method: str) -> None:
    assert get(server, "/query", method)[0] == 501


def test_questions_at_the_same_time_wait_for_one_another(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Desk._asked
    at_work: list[str] = []
    together: list[int] = []

    @contextmanager
    def watched(desk: Desk, sql: str) -> Generator[Answer]:
        at_work.append(sql)
        with asked(desk, sql) as answer:
            time.sleep(0.05)
            together.append(len(at_work))
            yield answer
        at_work.remove(sql)

    def shown(number: int) -> bool:
        return f'<td class="right">{number * 11}</td>' in get(server, query(f"SELECT {number} * 11 AS n"))[1]

    monkeypatch.setattr(Desk, "_asked", watched)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(shown, range(1, 4))) == [True] * 3
    assert together == [1, 1, 1]


def test_ctrl_c_ends_the_command_and_the_query_at_work(home: Path) -> None:
    command = [sys.executable, "-m", "flows.cli", "ui", "--home", str(home), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as called:
        assert called.stdout is not None
        port = int(called.stdout.readline().strip().strip("/").rpartition(":")[2])
        with socket.create_connection((ADDRESS, port)) as client:
            client.sendall(f"GET {query(LONG)} HTTP/1.0\r\nHost: {ADDRESS}:{port}\r\n\r\n".encode())
            time.sleep(0.7)
            called.send_signal(signal.SIGINT)
            _, told = called.communicate(timeout=4)  # the query would take twenty seconds, then be stopped

    assert (called.returncode, told) == (0, "stopped\n")


def test_a_taken_port_is_told(server: Server, home: Path) -> None:
    with pytest.raises(UserMistake, match=f"port {server.port} can't be taken"):
        serve(home, server.port)
