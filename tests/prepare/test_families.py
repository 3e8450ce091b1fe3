"""The family of a source: an agency's text is the agency's, in whatever paper it stands."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from transforms.families import add_source_families, build_agencies
from warehouse.reference import read_reference_table
from warehouse.schema.reference_tables.articles import AGENCIES

KNOWN = build_agencies(read_reference_table(AGENCIES))
TEXT = "Rebels left the mill by night, a miller said.\n\nNobody was hurt, and the road is open again."


def family(body: str = TEXT, **columns: Any) -> str | None:
    row = {"source_name": "Hill Post", "source_domain": "hillpost.example", "authors": [], "dateline_text": None}
    schema = {"source_name": pl.String(), "source_domain": pl.String(), "authors": pl.List(pl.String())}
    frame = pl.DataFrame([row | {"body": body} | columns], schema_overrides=schema)
    return add_source_families(frame, KNOWN)["source_family"][0]


@pytest.mark.parametrize(
    ("body", "columns", "wanted"),
    [
        (f"GAO, Mali (Reuters) - {TEXT}", {}, "Reuters"),
        (f"GAO, May 3 (AP) — {TEXT}", {}, "Associated Press"),
        (f"GAO, Mali, May 3 /Xinhua/ -- {TEXT}", {}, "Xinhua"),
        (TEXT, {"dateline_text": "NIAMEY (AFP)"}, "Agence France-Presse"),
        (TEXT, {"source_name": "Reuters"}, "Reuters"),
        (TEXT, {"source_name": "The Associated Press"}, "Associated Press"),
        (TEXT, {"source_domain": "uk.reuters.com"}, "Reuters"),
        (TEXT, {"authors": ["Ann Lee, The Associated Press"]}, "Associated Press"),
        (TEXT, {"authors": ["AFP"]}, "Agence France-Presse"),
        (f"By Ann Lee of the Associated Press\n\n{TEXT}", {}, "Associated Press"),
        (f"{TEXT}\n\nSource: AFP", {}, "Agence France-Presse"),
        (f"{TEXT}\n\nCopyright 2019 The Associated Press. All rights reserved.", {}, "Associated Press"),
        (f"{TEXT}\n\n(Reporting by Ann Lee; Editing by Bo Mann)", {}, "Reuters"),
        (f"{TEXT}\n\nAFP contributed to this report.", {}, "Agence France-Presse"),
        (f"{TEXT} - PTI", {}, "Press Trust of India"),
    ],
)
def test_an_agency_says_so(body: str, columns: dict[str, Any], wanted: str) -> None:
    assert family(body, **columns) == wanted


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        f"A miller told Reuters that the road was shut. {TEXT}",
        f"{TEXT}\n\nThe mayor told AFP on Monday that talks go on.",
        f"{TEXT}\n\nReuters and AFP contributed to this report.",
        f"They have a map of the hills - {TEXT}",
        f"The reporter (an AP man - {TEXT}",
        f"{TEXT}\n\nHe tapped a pa on the back.",
    ],
)
def test_who_is_cited_is_not_the_source(body: str) -> None:
    assert family(body) == "hillpost.example"


def test_an_outlet_is_its_domain_then_its_name_then_unknown() -> None:
    assert family(source_domain=None) == "Hill Post"
    assert family(source_domain=None, source_name=None) is None
