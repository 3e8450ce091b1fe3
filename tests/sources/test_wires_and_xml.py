"""The XML of agencies and the messages of wires are read into their fields; other XML is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.test_exports import mutations
from warehouse.sources.formats import detect_format
from warehouse.sources.newsxml import cut_news_xml
from warehouse.sources.pieces import split_document
from warehouse.sources.structured import BadRecord, Record
from warehouse.sources.wires import read_wires

TEXT = "The ferry to the island ran aground in fog. Its crew of nine was taken off."
MORE = "The harbour master closed the northern basin until the tide."
NITF_BODY = (
    f"<body.content><p>{TEXT}</p><media><media-caption>A ferry</media-caption></media><p>{MORE}</p></body.content>"
)

G2 = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:a:1" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>
<versionCreated>2019-08-13T07:15:00Z</versionCreated><firstCreated>2019-08-12T07:15:00Z</firstCreated></itemMeta>
<contentMeta><slugline>FERRY/</slugline><headline>Ferry aground</headline><by>By Nora Quist</by>
<creditline>Coast Agency</creditline></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>
<p>{TEXT}</p><p>{MORE}</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:a:2"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta>
<contentMeta><headline>A ferry</headline></contentMeta></newsItem></itemSet></newsMessage>"""

NITF = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd">
<nitf><head><title>slug</title><docdata><doc-id id-string="n1"/><date.issue norm="20190812T071500Z"/></docdata></head>
<body><body.head><hedline><hl1>Ferry aground</hl1><hl2>Crew taken off</hl2></hedline>
<byline>By <person>Nora Quist</person><byttl>Coast Writer</byttl></byline>
<distributor>Coast Agency</distributor></body.head>
{NITF_BODY}</body></nitf>"""

NEWSML = f"""<?xml version="1.0"?><NewsML><NewsItem><Identification><NewsIdentifier>
<PublicIdentifier>urn:b:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20190812T071500Z</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Ferry aground</HeadLine><ByLine>Nora Quist</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Coast Agency"/></Provider></AdministrativeMetadata>
<NewsComponent><ContentItem><DataContent><nitf><body>{NITF_BODY}</body></nitf></DataContent></ContentItem>
</NewsComponent>
<NewsComponent><Role FormalName="Caption"/>
<ContentItem><DataContent><p>{TEXT} {TEXT} {TEXT}</p></DataContent></ContentItem>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""

XML = {"g2": G2, "nitf": NITF, "newsml": NEWSML}


@pytest.mark.parametrize("name", XML)
def test_the_fields_of_an_item(name: str) -> None:
    (found,) = cut_news_xml(XML[name].encode())
    assert isinstance(found, Record)
    item: dict[str, Any] = dict(found.values)
    assert (item["title"], item["source"]) == ("Ferry aground", "Coast Agency")
    assert item["published_at"].startswith("2019-08-12T07:15:00") and "Nora Quist" in item["authors"]
    assert item["text"] == f"{TEXT}\n\n{MORE}" and "Writer" not in item["authors"]
    assert detect_format("item.xml", XML[name].encode()) == "xml"


def test_a_later_version_is_an_update() -> None:
    (found,) = cut_news_xml(G2.encode())
    assert isinstance(found, Record) and found.values["updated_at"] == "2019-08-13T07:15:00Z"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (
            "<?xml version='1.0'?><urlset><url><loc>https://a.example/2019/08/12/ferry</loc></url></urlset>",
            "xml_unknown",
        ),
        (f"<?xml version='1.0'?><notes><note>{TEXT}</note></notes>", "xml_unknown"),
        ("<?xml version='1.0'?><newsMessage><itemSet><packageItem/></itemSet></newsMessage>", "xml_without_text"),
        ("<?xml version='1.0'?>", "xml_invalid"),
    ],
)
def test_other_xml_is_refused(data: str, rule: str) -> None:
    (found,) = cut_news_xml(data.encode())
    assert isinstance(found, BadRecord) and found.rule == rule
    assert detect_format("a.xml", data.encode()) == "xml"


def test_broken_xml_gives_what_it_holds_and_says_so() -> None:
    found = list(cut_news_xml(NITF[: NITF.index(MORE)].encode()))
    assert [getattr(one, "rule", "read") for one in found] == ["read", "xml_invalid"]


@pytest.mark.parametrize(("name", "kind"), [("seg", "xml_unknown"), ("p", "html")])
def test_a_text_of_tags_is_no_text(name: str, kind: str) -> None:
    text = "".join(f"<{name}>{line}</{name}>\n" for line in (TEXT, MORE, TEXT))
    (found,) = split_document("text", f"rest of a file</{name}>\n{text}".encode())
    assert getattr(found, "rule", None) == kind or getattr(found, "format", None) == kind


def test_pages_and_feeds_stay_what_they_are() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'
    )
    assert detect_format("a.xml", page.encode()) == "html"
    assert detect_format("a.xml", b'<?xml version="1.0"?><a:feed xmlns:a="http://www.w3.org/2005/Atom">') == "feed"
    assert detect_format("a.txt", b"<SRD> is a code of ours.") == "text"


IPTC = f"""abc0012 3 i 38  coa 0007

Strait/ferry/
1ST LEAD
Ferry aground in fog
By Nora Quist =

Port Nova (coa) - {TEXT}

{MORE}

# Notebook
- adds names

120715 GMT Aug 19
"""
ANPA = f"""G0001abcd
r i BC-XX--Ferry 1stLd-Writethru 08-12 0038
^BC-XX--Ferry, 1st Ld-Writethru,38<
^Ferry aground in fog<
^Eds: Adds names.<
^By NORA QUIST=
\t   PORT NOVA (AP) _ {TEXT}

\t   {MORE}

\t   AP-WF-08-12-19 0715GMT<
"""


@pytest.mark.parametrize("message", [IPTC, ANPA, f"\x01abc0012 3 i 38\r\n\x02\r\n{IPTC.partition(chr(10))[2]}\x03\x04"])
def test_messages_of_a_wire(message: str) -> None:
    (found,) = read_wires(message) or []
    assert isinstance(found, Record)
    assert found.values["title"] == "Ferry aground in fog"
    assert found.values["published_at"] == "2019-08-12T07:15:00+00:00"
    assert found.values["text"].endswith(MORE) and TEXT in found.values["text"]
    assert found.values["authors"].upper() == "BY NORA QUIST" and "slug" in found.values


def test_two_messages_are_two() -> None:
    assert len(read_wires(IPTC + IPTC.replace("0012", "0013")) or []) == 2
    assert read_wires(f"Ferry aground\n\n{TEXT}") is None


def test_damaged_xml_and_messages_give_rows_or_rejects() -> None:
    for text in XML.values():
        for damaged in mutations(text.encode(), 25):
            assert list(cut_news_xml(damaged))
    for text in (IPTC, ANPA):
        for damaged in mutations(text.encode(), 25):
            found = read_wires(damaged.decode("utf-8", "replace")) or ()
            assert all(isinstance(one, Record | BadRecord) for one in found)
