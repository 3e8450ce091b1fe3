"""A folder of one's own: its files replace our tables or add to them, are checked as ours, and change the coder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import SetupFailed, UserMistake
from flows.ingest import ingest_batch
from flows.jobs import BatchJob
from flows.settings import use_tables
from flows.versions import coder_version
from warehouse import own_tables
from warehouse.gazetteer.cache import gazetteer_key
from warehouse.own_tables import ReferenceTableError, use_own_tables
from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables import all_reference_tables

TITLES = all_reference_tables()["actors/titles"]
RULES = all_reference_tables()["events/acled_rules"]
GROUPS = all_reference_tables()["actors/armed_groups"]
CODES, CODE_RULES = (all_reference_tables()[f"views/cameo_{name}"] for name in ("codes", "from_plover"))


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(own_tables, "_in_use", own_tables._InUse())
    monkeypatch.delenv("DATELINE_REFERENCE", raising=False)
    coder_version.cache_clear()
    yield tmp_path / "mine"
    coder_version.cache_clear()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def use(folder: Path) -> None:
    own_tables._in_use.is_read = False  # as in a process of its own
    use_own_tables(folder)


def test_a_file_of_the_same_name_takes_the_tables_place(mine: Path) -> None:
    use(write(mine, "en/actors/titles.csv", "title,sector\nharbourmaster,GOV\n"))
    assert read_reference_table(TITLES).rows() == [("harbourmaster", "GOV")]


def test_added_rows_replace_rows_of_their_key_and_stand_before_the_others(mine: Path) -> None:
    ours = read_reference_table(TITLES)
    (title, sector), *rest = ours.rows()
    other = "MIL" if sector != "MIL" else "GOV"
    use(write(mine, "en/actors/titles.add.csv", f"title,sector\n{title},{other}\nharbourmaster,GOV\n"))
    assert read_reference_table(TITLES).rows() == [("harbourmaster", "GOV"), (title, other), *rest]


def test_columns_that_need_no_value_may_be_left_out_and_stand_in_any_order(mine: Path) -> None:
    triggers = all_reference_tables()["events/triggers"]
    use(write(mine, "en/events/triggers.add.csv", "class,pos,trigger\nair_strike,verb,zorch\n"))
    first = read_reference_table(triggers).row(0, named=True)
    assert {name: cell for name, cell in first.items() if cell is not None} == {
        "trigger": "zorch",
        "pos": "verb",
        "class": "air_strike",
    }


def test_the_example_of_the_docs_is_a_row_that_can_be_added(mine: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/tables.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    use(write(mine, "actors/armed_groups.add.csv", example))
    assert read_reference_table(all_reference_tables()["actors/armed_groups"])["name"][0] == "Red Spring Column"


def test_rows_added_to_a_table_without_a_key_come_first(mine: Path) -> None:
    ours = read_reference_table(RULES)
    use(write(mine, "events/acled_rules.add.csv", ours.head(1).write_csv()))
    assert read_reference_table(RULES).rows() == [ours.row(0), *ours.rows()]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "en/actors/titles.add.csv",
            "title,sector\n,GOV\n",
            r"titles\.add\.csv, line 2, column title: the cell is empty",
        ),
        (
            "en/actors/titles.csv",
            "title,branch\nmayor,GOV\n",
            r"mine/en/actors/titles\.csv has columns that actors/titles does not have: branch; it has title, sector",
        ),
        ("en/actors/titles.csv", "sector\nGOV\n", r"mine/en/actors/titles\.csv lacks columns: title"),
        ("en/actors/titles.add.csv", "title,sector\nmayor,GOV\nmayor,MIL\n", r"titles\.add\.csv: 1 keys stand more"),
    ],
)
def test_a_broken_cell_is_told_with_its_file_line_and_column(mine: Path, name: str, text: str, message: str) -> None:
    use(write(mine, name, text))
    with pytest.raises(ReferenceTableError, match=message):
        read_reference_table(TITLES)


def test_a_line_with_too_few_cells_is_told(mine: Path) -> None:
    use(write(mine, "actors/armed_groups.add.csv", f"{','.join(GROUPS.columns)}\nRed Spring,,KEN,REB,2\n"))
    with pytest.raises(ReferenceTableError, match=r"column sector: .*; line 2 has 5 cells, the head has 7"):
        read_reference_table(GROUPS)


def test_a_table_of_ones_own_is_what_other_tables_point_to(mine: Path) -> None:
    codes = read_reference_table(CODES)
    code = read_reference_table(CODE_RULES)["code"][0]
    use(write(mine, "views/cameo_codes.csv", codes.filter(codes["code"] != code).write_csv()))
    with pytest.raises(ReferenceTableError, match=rf"'{code}' stands nowhere in column code"):
        read_reference_table(CODE_RULES)


@pytest.mark.parametrize("name", ["armed_group.csv", "armed_groups.CSV", "armed_groups.add.Csv"])
def test_files_that_make_no_table_and_missing_folders_are_refused(mine: Path, name: str) -> None:
    with pytest.raises(UserMistake, match="is no folder"):
        use_tables(mine, {"DATELINE_REFERENCE": str(mine)})
    write(mine, f"reference/actors/{name}", "name\n")
    with pytest.raises(UserMistake, match=r"did you mean actors/armed_groups\.csv"):
        use_tables(mine, {})


def test_one_process_reads_from_one_folder(mine: Path) -> None:
    read_reference_table(TITLES)
    with pytest.raises(ReferenceTableError, match="start another"):
        use_own_tables(write(mine, "en/actors/titles.csv", "title,sector\n"))


def test_the_environments_folder_goes_before_the_homes(mine: Path) -> None:
    write(mine, "reference/en/actors/titles.csv", "title,sector\n")
    use_tables(mine, {})
    assert own_tables.own_tables() == mine / "reference"
    use_tables(mine, {"DATELINE_REFERENCE": str(write(mine, "ours/en/actors/titles.csv", "title,sector\n") / "ours")})
    assert own_tables.own_tables() == mine / "ours"


@pytest.mark.parametrize(
    ("name", "is_new", "is_new_gazetteer"),
    [
        ("en/actors/titles.csv", True, False),
        ("en/dates/holidays.add.csv", True, False),
        ("places/alternate_names.add.csv", True, True),
        ("views/governments.add.csv", False, False),
        ("corrections.csv", False, False),
    ],
)
def test_what_was_coded_with_other_tables_is_coded_anew(
    mine: Path, name: str, is_new: bool, is_new_gazetteer: bool
) -> None:
    before, gazetteer = coder_version(), gazetteer_key()
    use(write(mine, name, "a,b\n1,2\n"))
    coder_version.cache_clear()
    assert (coder_version() != before) is is_new
    assert (gazetteer_key() != gazetteer) is is_new_gazetteer


def test_a_worker_takes_the_folder_of_the_run(mine: Path, tmp_path: Path) -> None:
    job = BatchJob("b", str(tmp_path / "none.parquet"), 0, 1, str(tmp_path), "r", reference=str(mine))
    with pytest.raises(SetupFailed, match="own reference tables can't be read here"):
        ingest_batch(job)
