"""Finding files: order, hidden files, manifests, mistakes of the user."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from warehouse.sources import Document, Rejected, SourceError, discover, read_documents
from warehouse.sources.addresses import ALLOW_LOCAL
from warehouse.sources.model import Fetching


def write(path: Path, text: str = "Some text.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(files: list) -> list[str]:
    return [Path(file.uri).name for file in files]


def test_folder_is_listed_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".secret.txt", ".git/x.txt", "__MACOSX/y.txt", "A.txt"):
        write(tmp_path / name)
    files = discover([str(tmp_path)])
    assert [Path(file.uri).relative_to(tmp_path).as_posix() for file in files] == ["A.txt", "a/c.txt", "b.txt"]


def test_ledger_facts_are_those_of_the_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Bridge closed.")
    (file,) = discover([str(path)])
    assert (file.sha256, file.size) == (hashlib.sha256(b"Bridge closed.").hexdigest(), 14)


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    assert len(discover([str(path), str(tmp_path), str(tmp_path / "*.txt")])) == 1


def test_glob_reaches_below_folders(tmp_path: Path) -> None:
    write(tmp_path / "x/y/a.txt")
    write(tmp_path / "x/b.md")
    assert names(discover([str(tmp_path / "**" / "*.txt")])) == ["a.txt"]


@pytest.mark.parametrize("source", ["missing.txt", "missing/", "*.nothing"])
def test_missing_source_names_itself(tmp_path: Path, source: str) -> None:
    with pytest.raises(SourceError, match=rf"^{re.escape(str(tmp_path / source))}: no (such )?file"):
        discover([str(tmp_path / source)])


def test_manifest_is_attached_and_never_an_article(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "sub/b.txt")
    write(tmp_path / "manifest.csv", "file,published_at\na.txt,2021-08-08\n./sub/b.txt,2021-08-09\n")
    files = discover([str(tmp_path)])
    assert [file.manifest[""]["published_at"] for file in files] == ["2021-08-08", "2021-08-09"]


def test_manifest_beside_a_single_named_file_counts(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    write(tmp_path / "manifest.csv", "file,language\na.txt,en\nb.txt,en\n")
    (file,) = discover([str(path)])
    assert file.manifest[""]["language"] == "en"


def test_jsonl_manifest_and_named_manifest_win_in_turn(tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt")
    write(tmp_path / "in/manifest.jsonl", json.dumps({"file": "a.txt", "source_name": "Near", "title": "T"}))
    named = write(tmp_path / "mine.csv", "file,source_name\nin/a.txt,Named\n")
    (file,) = discover([str(tmp_path / "in")], named)
    assert (file.manifest[""]["source_name"], file.manifest[""]["title"]) == ("Named", "T")


def test_manifest_row_without_its_file_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "manifest.csv", "file,published_at\na.txt,2021-08-08\nb.txt,2021-08-09\n")
    problems = [row for file in discover([str(tmp_path)]) for row in read_documents(file) if isinstance(row, Rejected)]
    assert [(row.rule, row.record_number) for row in problems] == [("manifest_names_no_file", 3)]
    assert "b.txt" in problems[0].message


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("manifest.csv", "name,date\na.txt,2021\n", "manifest_without_file_column"),
        ("manifest.csv", "file,date\na.txt,1\na.txt,2\n", "manifest_repeats_file"),
        ("manifest.jsonl", "{broken\n", "manifest_invalid"),
    ],
)
def test_broken_manifest_is_told(tmp_path: Path, name: str, text: str, rule: str) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / name, text)
    rows = [row for file in discover([str(tmp_path)]) for row in read_documents(file)]
    assert [row.rule for row in rows if isinstance(row, Rejected)] == [rule]
    assert len(rows) == 2  # the article is read all the same


def test_a_manifest_names_files_with_the_mark_that_parts_a_member_from_its_archive(tmp_path: Path) -> None:
    story, archive = tmp_path / "Late!.txt", tmp_path / "Yes! News" / "week!.zip"
    archive.parent.mkdir()
    for path in (story, archive):
        path.write_text("Ferry sinks off the port", encoding="utf-8")
    rows = ["Late!.txt,A,", "Yes! News/week!.zip!in/b.csv,B,{}", "gone!.txt,C,"]
    (tmp_path / "manifest.csv").write_text("\n".join(["file,source_name,map", *rows]), encoding="utf-8")

    found = {file.uri: file for file in discover([str(tmp_path)])}

    assert found[str(story)].manifest[""]["source_name"] == "A"
    assert found[str(archive)].manifest["in/b.csv"]["source_name"] == "B"
    assert list(found[str(archive)].ways) == [(str(archive), "in/b.csv")]
    assert [problem.record_number for problem in found[str(tmp_path / "manifest.csv")].problems] == [4]


def test_fingerprint_follows_the_manifest(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    (before,) = discover([str(path)])
    write(tmp_path / "manifest.csv", "file,published_at\na.txt,2021-08-08\n")
    (after,) = discover([str(path)])
    assert before.sha256 == after.sha256
    assert before.fingerprint != after.fingerprint


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/none.html", "http://[bad", "http://"])
def test_fetch_failure_is_a_reject_not_a_traceback(tmp_path: Path, address: str) -> None:
    (failed,) = discover([address], fetching=Fetching(tmp_path))
    assert [row.rule for row in failed.problems] == ["fetch_failed"]


def test_a_row_about_another_address_is_told_but_not_in_a_replay(tmp_path: Path) -> None:
    manifest = write(tmp_path / "m.csv", "file,source_name\nhttp://127.0.0.1:9/feed,Harbour News\n")
    for again, rules in ((False, ["fetch_failed", "manifest_names_no_file"]), (True, ["fetch_failed"])):
        found = discover(["http://127.0.0.1:9/a"], manifest, fetching=Fetching(tmp_path / "f", rather_kept=again))
        assert sorted(problem.rule for file in found for problem in file.problems) == rules


def test_a_url_is_fetched_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ALLOW_LOCAL, "1")
    page = write(tmp_path / "site" / "story.html", "<html><body><p>Words.</p></body></html>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(page.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/story.html"
        (file,) = discover([url], fetching=Fetching(tmp_path / "cache"))
        (gone,) = discover([url + "x"], fetching=Fetching(tmp_path / "cache"))
        server.shutdown()
    (document,) = read_documents(file)
    assert isinstance(document, Document)
    assert (document.uri, document.format, document.manifest) == (url, "html", {"url": url})
    assert [row.rule for row in read_documents(gone) if isinstance(row, Rejected)] == ["fetch_gone"]


def test_linked_folders_are_followed_once_and_not_upwards(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt")
    write(tmp_path / "news" / "b.txt")
    write(tmp_path / "above.txt")
    (tmp_path / "news" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "loop").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "news" / "up").symlink_to(tmp_path)

    found = discover([str(tmp_path / "news")])
    assert [Path(file.uri).relative_to(tmp_path / "news").as_posix() for file in found] == ["b.txt", "linked/a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path) -> None:
    write(tmp_path / "news" / "shut" / "a.txt")
    (tmp_path / "news" / "shut").chmod(0)
    (file,) = discover([str(tmp_path / "news")])
    (rejected,) = read_documents(file)
    (tmp_path / "news" / "shut").chmod(0o755)
    assert isinstance(rejected, Rejected)
    assert rejected.rule == "file_unreadable"


def test_a_detour_in_a_path_names_the_same_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("news", "elsewhere/deep"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "news" / "fair.txt").write_text("La foire")
    (tmp_path / "elsewhere" / "fair.txt").write_text("Une autre foire")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "deep")
    monkeypatch.chdir(tmp_path)

    for source in ("news", "./news/", "news/../news", "news//fair.txt", "elsewhere/../news/*.txt"):
        assert [file.uri for file in discover([source])] == ["news/fair.txt"], source
    assert [file.uri for file in discover(["link/../fair.txt"])] == ["link/../fair.txt"]
