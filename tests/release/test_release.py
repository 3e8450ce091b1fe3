"""A release holds together: one version, a licence for each package of the locks, a wheel with all that code opens."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from release import table_list
from release.architecture_picture import PICTURE, arrows, draw
from release.licences import PAGE, pins
from release.links import anchors, broken_links, our_pages
from warehouse.schema.reference_tables import all_reference_tables

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_changelog_and_citation_have_the_projects_version() -> None:
    newest = re.search(r"^## (\d+\.\d+\.\d+)\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    assert newest is not None
    assert newest[1] == citation["version"] == PROJECT["project"]["version"]
    assert citation["license"] == PROJECT["project"]["license"]


def test_every_package_of_the_locks_stands_in_the_list_of_licences() -> None:
    listed = re.findall(r"^\| ([a-z0-9._-]+) \| (\S+) \| ([^|]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)[
        1:
    ]

    assert {(name, version) for name, version, _ in listed} == {(pin.name, pin.version) for pin in pins()}
    assert [name for name, _, licence in listed if licence.startswith("not ")] == []


def files_beside_code() -> list[str]:
    """Files that are no Python and lie where code may open them."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no checkout")
    inside = ("flows/", "transforms/", "warehouse/", "seeds/reference/")
    return [name for name in listed.stdout.splitlines() if name.startswith(inside)]


def test_the_wheel_takes_every_file_that_code_opens() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    taken = tuple(wheel["only-include"])
    asked = ["git", "check-ignore", "--no-index", *files_beside_code()]
    ignored = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)

    assert not ignored.stdout  # hatchling leaves out what git ignores
    assert [name for name in files_beside_code() if not name.startswith(taken)] == []
    assert not {"exclude", "include", "packages"} & set(wheel)


def test_code_opens_no_file_of_the_checkout_that_the_wheel_lacks() -> None:
    """A path that begins at the root names a folder of the wheel; what renders our own docs runs in a checkout."""
    taken = {Path(name).parts[0] for name in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]}
    roots = re.compile(r"(?:_ROOT|CODE_FOLDER|\.parent\.parent|parents\[\d\]) / \"([\w.]+)\"")
    opened = {
        (path.relative_to(ROOT).as_posix(), name)
        for package in PROJECT["tool"]["importlinter"]["root_packages"]
        for path in (ROOT / package).rglob("*.py")
        for name in roots.findall(path.read_text(encoding="utf-8"))
    }

    assert ("flows/serving/registering.py", "prefect.yaml") in opened
    assert {file for file, name in opened if name not in taken} <= {
        "transforms/events/tables/codebook.py",
        "warehouse/schema/__main__.py",
    }


def test_the_picture_of_the_architecture_shows_todays_imports() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw(arrows()), "`make docs` draws it anew"


def test_no_part_of_the_picture_imports_one_above_it() -> None:
    """Where one seems to, its modules are parts of their own, or an import is wrong."""
    assert [(one.title, other.title) for one, other in arrows() if other.y < one.y] == []


def test_the_list_of_reference_tables_is_what_is_declared() -> None:
    assert table_list.PAGE.read_text(encoding="utf-8") == table_list.render(), "`make docs` writes it anew"


def test_links_between_pages_lead_somewhere() -> None:
    assert list(broken_links(our_pages())) == []


def test_files_that_the_table_of_changes_names_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Where do I change what")[2]
    named = set(re.findall(r"(?:flows|transforms|warehouse|seeds|tests)/[\w./]+", page))
    assert len(named) > 25
    assert [name for name in sorted(named) if "NAME" not in name and not (ROOT / name).exists()] == []


def test_names_in_the_table_of_changes_are_in_the_files_of_their_row() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Where do I change what")[2]
    rows = [row for row in page.splitlines() if row.startswith("| ")]
    asked, lost = 0, []
    for row in rows:
        files = [ROOT / name for name in re.findall(r"(?:flows|transforms|warehouse|tests)/[\w./]+\.py", row)]
        code = "".join(path.read_text(encoding="utf-8") for path in files if path.exists())
        names = set(re.findall(r"`([A-Z]{3,}(?:_[A-Z]+)*)`", row)) - {"SELECT"}
        asked += len(names)
        lost += sorted(name for name in names if not re.search(rf"\b{name}\b", code))
    assert asked > 8
    assert not lost, f"docs/architecture.md: rows name {lost}, which no file of their row has"


def test_links_to_nothing_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("release.links.ROOT", tmp_path)
    page = tmp_path / "a.md"
    page.write_text(
        "# A `b` c!\n\n## Twice\n\n## Twice\n\n[x](#a-b-c) [y](a.md#twice-1) [z](a.md#no) ![p](p.png) [w](https://w)"
    )

    assert anchors(page) == {"a-b-c", "twice", "twice-1"}
    assert list(broken_links([page])) == ["a.md: a.md#no", "a.md: p.png"]


def test_every_page_of_the_docs_is_in_the_sites_navigation() -> None:
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}

    assert pages <= set(re.findall(r": (\S+\.md)$", nav, re.MULTILINE))
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert sorted(name for name in pages - {"index.md"} if f"({name})" not in index) == []


def test_the_wheel_is_tried_with_a_table_that_there_is() -> None:
    script = (ROOT / "release" / "try_wheel.sh").read_text(encoding="utf-8")
    named = set(re.findall(r"data/reference/(\S+)\.add\.csv", script))
    assert named
    assert named <= {table.path for table in all_reference_tables().values()}
