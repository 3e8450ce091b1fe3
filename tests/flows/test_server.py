"""Whether a Prefect server is there is asked without Prefect, and no address stops a run."""

from __future__ import annotations

import socket

import pytest

from flows.server import server_answers


@pytest.mark.parametrize("url", ["http://localhost:port/api", "http://localhost:99999/api", "http://[::1/api"])
def test_what_is_no_address_is_told_and_is_no_server(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", url)
    assert not server_answers()
    assert "PREFECT_API_URL is no address" in capsys.readouterr().err


def test_a_port_where_something_listens_is_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{listening.getsockname()[1]}/api")
        assert server_answers()
    assert not server_answers()
