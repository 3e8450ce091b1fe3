"""Exports of news databases and texts of several articles come out as their articles, and nothing is lost unsaid."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from warehouse.sources import discover, read_documents
from warehouse.sources.discover import with_separator
from warehouse.sources.exports import cut_export, cut_page
from warehouse.sources.exports.dates import date_of_line, find_date
from warehouse.sources.exports.proquest import authors_in_order
from warehouse.sources.model import Piece
from warehouse.sources.pieces import split_document
from warehouse.sources.structured import BadRecord, Record

TEXT = "The ferry to the island ran aground in fog. Its crew of nine was taken off.\n\nDivers look at the hull today."
MORE = "The harbour master closed the northern basin until the tide, and fishermen waited on the quay for news."

LEXIS = f"""
Download Request: Selected Items: 1-2
Terms: (ferry)


                               1 of 2 DOCUMENTS


                               The Tidal Times

                       August 12, 2019 Monday 7:15 AM GMT
                                Late Edition

Ferry aground as fog
settles on the strait

BYLINE: Nora Quist and Ole Berg

SECTION: COAST; Pg. 4

LENGTH: 1,212 words

DATELINE: PORT NOVA

{TEXT}

LOAD-DATE: August 14, 2019

LANGUAGE: ENGLISH

                          Copyright 2019 The Tidal Times
                               All Rights Reserved

                               2 of 2 DOCUMENTS

                               The Tidal Times

                            13 August 2019

HEADLINE: Basin closed
BYLINE: Nora Quist
LENGTH: 80 words
BODY:
{MORE}
LOAD-DATE: August 14, 2019
"""

NEXIS = f"""Documents (2)

1. Ferry aground in fog
Client/Matter: -None-
Search Terms: ferry

2. Basin closed
Client/Matter: -None-

Ferry aground in fog
The Tidal Times
August 12, 2019 Monday
Copyright 2019 The Tidal Times All Rights Reserved
Section: COAST; Pg. 4
Length: 212 words
Byline: Nora Quist
Body

{TEXT}

Classification
Language: ENGLISH
Load-Date: August 14, 2019
End of Document

Basin closed
The Tidal Times
13 August 2019
Copyright 2019 The Tidal Times
Length: 80 words
Body
{MORE}
Load-Date: August 14, 2019
End of Document
"""

FACTIVA = f"""Coast

Ferry aground in fog off the island

By Nora Quist
1,212 words
12 August 2019
07:15
The Tidal Times
TIDTIM
English
(c) 2019 The Tidal Times

{TEXT}

Document TIDTIM0020190812ef8c00001

Page 2 of 2 © 2019 Factiva, Inc. All rights reserved.

Basin closed
Nora Quist
80 words
13 August 2019
The Tidal Times
TIDTIM
English
(c) 2019 The Tidal Times
{MORE}
Document TIDTIM0020190813ef8d00002

Search Summary
Text  ferry
"""

CODES = f"""SE   Coast
HD   Ferry aground
     in fog
BY   By Nora Quist
PD   12 August 2019
SN   The Tidal Times
LP   {TEXT}
TD   IN the harbour, nothing moved.
RE   uk : United Kingdom
AN   Document TIDTIM0020190812ef8c00001
HD   Basin closed
PD   13 August 2019
SN   The Tidal Times
LP
{MORE}
AN   Document TIDTIM0020190813ef8d00002
"""

RULE = "_" * 60
PROQUEST = f"""{RULE}

Report of the search

{RULE}

Ferry aground in fog

Author: Quist, Nora; Berg, Ole T.

Publication info: The Tidal Times ; Port Nova [Port Nova]12 Aug 2019: A.4.

Abstract: None available.

Full text: {TEXT}

Location: the strait, as the chart has it.

{MORE}

Subject: Shipping

Location: Port Nova

Publication title: The Tidal Times; Port Nova

Publication date: Aug 12, 2019

ProQuest document ID: 220011

{RULE}

Basin closed

Author: Quist, Nora

Full text: {MORE}

Publication title: The Tidal Times

Publication date: Aug 13, 2019

{RULE}

Contact us at: https://support.example Copyright 2019 ProQuest LLC.
"""

EUROPRESSE = f"""Le Courrier du Port, no. 12
Mer, lundi 12 août 2019, p. 4

NAUFRAGE

Ferry aground in fog

Nora Quist

{TEXT}

© 2019 Le Courrier du Port. Tous droits réservés.
Numéro de document : news·20190812·CP·0q1503

Ce certificat est émis à une bibliothèque à des fins de visualisation personnelle.

Le Courrier du Port
Mer, mardi 13 août 2019, p. 2

Basin closed

{MORE}

Numéro de document : news·20190813·CP·0q1504
"""

EXPORTS = {
    "lexis": LEXIS,
    "nexis_uni": NEXIS,
    "factiva": FACTIVA,
    "codes": CODES,
    "proquest": PROQUEST,
    "europresse": EUROPRESSE,
}


def records(found: list[Any] | None) -> list[Mapping[str, Any]]:
    return [one.values for one in found or [] if isinstance(one, Record)]


def rejects(found: list[Any] | None) -> list[str]:
    return [one.rule for one in found or [] if isinstance(one, BadRecord)]


@pytest.mark.parametrize("name", EXPORTS)
def test_each_document_is_an_article(name: str) -> None:
    found = cut_export(EXPORTS[name])
    first, second = records(found)
    assert rejects(found) == []
    assert (first["published_at"], second["published_at"]) == ("2019-08-12", "2019-08-13")
    assert first["title"].startswith("Ferry aground") and second["title"] == "Basin closed"
    assert first["text"].startswith(TEXT) and second["text"] == MORE
    assert first["source"] in ("The Tidal Times", "Le Courrier du Port")
    assert "Nora Quist" in first["authors"] or "By Nora Quist" in first["authors"]


@pytest.mark.parametrize("end", ["\n\n", "\n"])
@pytest.mark.parametrize("name", EXPORTS)
def test_a_line_a_paragraph_as_documents_of_offices_have_it(name: str, end: str) -> None:
    text = EXPORTS[name].replace("as fog\nsettles", "as fog settles").replace("aground\n     in", "aground in")
    found = cut_export(end.join(line.strip() for line in text.split("\n") if line.strip()))
    assert rejects(found) == []
    assert [one["published_at"] for one in records(found)] == ["2019-08-12", "2019-08-13"]
    assert [one["title"][:12] for one in records(found)] == ["Ferry agroun", "Basin closed"]


def test_other_fields_are_read_apart() -> None:
    first, _ = records(cut_export(LEXIS))
    assert first["title"] == "Ferry aground as fog settles on the strait"
    assert (first["section"], first["length"], first["dateline"]) == ("COAST; Pg. 4", "1,212 words", "PORT NOVA")
    assert (first["load_date"], first["edition"]) == ("2019-08-14", "Late Edition")
    first, _ = records(cut_export(FACTIVA))
    assert (first["section"], first["time_of_day"], first["source_code"]) == ("Coast", "07:15", "TIDTIM")
    assert first["id"] == "TIDTIM0020190812ef8c00001"
    first, _ = records(cut_export(PROQUEST))
    assert first["authors"] == ["Nora Quist", "Ole T. Berg"]
    assert first["text"].endswith(MORE) and "as the chart has it" in first["text"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LEXIS.replace("1 of 2", "1 of 3").replace("2 of 2", "3 of 3"), "2 of 3 articles read"),
        (NEXIS.replace("Documents (2)", "Documents (5)"), "2 of 5 articles read"),
        (FACTIVA.partition("Document TIDTIM0020190813")[0], "cut off"),
        (NEXIS.rpartition("End of Document")[0] + MORE * 4, "1 of 2 articles read"),
    ],
)
def test_what_an_export_lacks_is_one_reject(text: str, said: str) -> None:
    found = cut_export(text)
    assert rejects(found) == ["export_incomplete"]
    assert any(isinstance(one, BadRecord) and said in one.message for one in found or [])


def test_lines_of_a_text_that_look_like_labels_stay_in_it() -> None:
    note = "Copyright was not the matter, the owner said.\n\nNAME: the Ferry Nova\n\nShe was built in a yard nearby."
    first, _ = records(cut_export(LEXIS.replace(TEXT, f"{TEXT}\n\n{note}")))
    assert first["text"] == f"{TEXT}\n\n{note}"


def test_a_document_without_its_text_is_a_reject() -> None:
    found = cut_export(PROQUEST.replace(f"Full text: {MORE}", "Full text: Not available."))
    assert (len(records(found)), rejects(found)) == (1, ["export_without_text"])


@pytest.mark.parametrize(
    "text",
    [
        f"Clerks count papers\n\nDocument 1 of 2 was lost, the clerk said.\n\n{TEXT}",
        f"HD radio comes to the coast\n\nTD Bank paid for it.\n\n{TEXT}",
        f"Full text: not to be had, says the sign\n\n{TEXT}",
    ],
)
def test_prose_is_no_export(text: str) -> None:
    assert cut_export(text) is None


def page_of(text: str) -> str:
    blocks = "".join(f"<div><p>{block.replace(chr(10), '<br>')}</p></div>" for block in text.split("\n\n"))
    return f"<html><head><title>Results</title></head><body>{blocks}</body></html>"


@pytest.mark.parametrize("name", ["lexis", "nexis_uni", "factiva", "proquest", "europresse"])
def test_an_export_saved_as_a_page(name: str) -> None:
    found = [dict(one) for one in records(cut_page(page_of(EXPORTS[name])))]
    assert [one["published_at"] for one in found] == ["2019-08-12", "2019-08-13"]
    assert [one["title"] for one in found][1] == "Basin closed"


def test_containers_and_tables_of_factiva() -> None:
    def row(code: str, value: str) -> str:
        return f"<tr><td class=index><b>{code}</b>&nbsp;</td><td>{value}</td></tr>"

    body = "".join(
        f'<div class="article enArticle"><table>{row("HD", title)}{row("PD", day)}{row("LP", f"<p>{MORE}</p>")}'
        f"{row('AN', 'Document TIDTIM0020190812ef8c0000' + title[-1])}</table></div>"
        for title, day in (("Ferry 1", "12 August 2019"), ("Ferry 2", "13 August 2019"))
    )
    found = records(cut_page(f"<html><body>{body}<p>© 2019 Factiva</p></body></html>"))
    assert [(one["title"], one["published_at"]) for one in found] == [
        ("Ferry 1", "2019-08-12"),
        ("Ferry 2", "2019-08-13"),
    ]
    assert all(one["text"] == MORE for one in found)


CLIP = "{0}\nBy Nora Quist\nAugust 1{1}, 2019\n\n" + MORE + "\n\n" + TEXT + "\n"
CLIPS = [CLIP.format(title, day) for day, title in enumerate(("Ferry aground", "Basin closed", "Divers at work"))]


def split(text: str, separator: str | None = None) -> list[Any]:
    return list(split_document("text", text.encode(), separator))


def test_a_separator_that_is_named_is_read_as_a_manifest_would_have_it(tmp_path: Path) -> None:
    (tmp_path / "clips.txt").write_text("\n=====\n".join(CLIPS), encoding="utf-8")
    (bare,) = discover([str(tmp_path)])
    (named,) = with_separator([bare], "=====")
    assert bare.fingerprint != named.fingerprint
    assert [getattr(one, "rule", None) for one in read_documents(bare)] == ["several_articles"]
    assert [getattr(one, "record_number", None) for one in read_documents(named)] == [1, 2, 3]


def test_clippings_that_rules_part_on_a_page() -> None:
    page = "<hr>".join(f"<h2>{title}</h2><p>August 1{n}, 2019</p><p>{MORE} {TEXT}</p>" for n, title in enumerate("AB"))
    assert [type(one) for one in cut_page(f"<html><body>{page}</body></html>") or ()] == [Piece, Piece]
    links = "<a href='/x'>x</a>" * 9
    assert cut_page(f"<html><body>{links}{page}</body></html>") is None


def test_a_dateline_is_a_date_of_its_own() -> None:
    clips = [f"{title}\n\nPORT NOVA, Aug. {n} (Wire) - {MORE}\n\n{TEXT}" for n, title in ((8, "Ferry"), (9, "Basin"))]
    (found,) = split("\n#####\n".join(clips))
    assert found.rule == "several_articles"


@pytest.mark.parametrize("rule", ["==========", "* * *", "-----", "\f"])
def test_a_text_of_several_articles_is_refused_until_its_separator_is_named(rule: str) -> None:
    text = f"\n{rule}\n".join(CLIPS)
    (found,) = split(text)
    assert found.rule == "several_articles" and ("form feed" if rule == "\f" else repr(rule)) in found.message
    pieces = split(text, "\\f" if rule == "\f" else rule)
    assert [piece.payload.decode().strip() for piece in pieces] == [clip.strip() for clip in CLIPS]


def test_pieces_that_say_their_titles_are_cut() -> None:
    pieces = [f"Title: Ferry {day}\nDate: 1{day} August 2019\n\n{MORE}\n\n{TEXT}\n" for day in (1, 2, 3)]
    found = split("\n".join(pieces))
    assert [piece.payload.decode().partition("\n")[0] for piece in found] == [
        "Title: Ferry 1",
        "Title: Ferry 2",
        "Title: Ferry 3",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{CLIPS[0]}\n-----\n\n{MORE}\n\n-----\n\nNora Quist writes about the coast.",
        f"The Tidal Times\nAugust 12, 2019\n\n{MORE}\n\f\nThe Tidal Times\nAugust 12, 2019\n\n{MORE}",
        f"{CLIPS[0]}\n=====\n\nCorrection, August 14, 2019: an earlier version named another strait. {MORE} {TEXT}",
        f"{CLIPS[0]}\n=====\nTable of tides\n1 2 3\n=====\n{MORE}",
    ],
)
def test_one_article_with_rules_stays_one(text: str) -> None:
    (found,) = split(text)
    assert isinstance(found, Piece) and found.number is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Friday, March 1, 2024, Late Edition - Final", "2024-03-01"),
        ("1er mars 2024", "2024-03-01"),
        ("Montag 11. Januar 2010", "2010-01-11"),
        ("January 2010", "2010-01"),
        ("03/04/2024", "03/04/2024"),
        ("March 1, 2024 was a day that nobody on this coast will forget", None),
        ("February 30, 2024", None),
    ],
)
def test_dates_of_lines(line: str, day: str | None) -> None:
    assert date_of_line(line) == day
    assert day is None or find_date(f"Paper; {line}") == day


def test_names_of_catalogues() -> None:
    assert authors_in_order("Roe, Ann B.; By Ole Berg") == ["Ann B. Roe", "By Ole Berg"]


def mutations(data: bytes, count: int) -> list[bytes]:
    """The data cut, doubled, with bytes flipped, with lines dropped and shuffled."""
    chance = random.Random(len(data))

    def flipped() -> bytes:
        out = bytearray(data)
        for _ in range(chance.randint(1, 40)):
            out[chance.randrange(len(out))] = chance.randrange(256)
        return bytes(out)

    def cut() -> bytes:
        start, end = sorted(chance.sample(range(len(data) + 1), 2))
        return data[start:end]

    def shuffled() -> bytes:
        lines = data.split(b"\n")
        chance.shuffle(lines)
        return b"\n".join(lines[: chance.randint(1, len(lines))])

    ways: list[Callable[[], bytes]] = [flipped, cut, shuffled, lambda: data + data, lambda: cut() + flipped()]
    return [chance.choice(ways)() for _ in range(count)]


@pytest.mark.parametrize("name", EXPORTS)
def test_damaged_exports_give_rows_or_rejects(name: str) -> None:
    for kind, data in (("text", EXPORTS[name].encode()), ("html", page_of(EXPORTS[name]).encode())):
        for damaged in mutations(data, 12):
            assert list(split_document(kind, damaged))  # pyright: ignore[reportArgumentType]
