"""Rows of entity mentions: exact spans, also without a parse, in capitals, in any order."""

from __future__ import annotations

import pytest

from transforms.actors.entities import entity_id, make_entity
from transforms.actors.lexicon import fold_text

TEXT = (
    "Taliban fighters attacked Afghan forces near Kunduz, General Karim Daudzai said. Officials of the Popular "
    "Front for Azania (PFA) met the Ministry of Water of Chad. The PFA and the United Nations denied it. "
    "A Buddhist monk died."
)


def _texts(found) -> set[str]:
    return {mention.text for mention in found.mentions}


def test_spans_are_the_words_themselves(unparsed):
    _, found = unparsed.read(TEXT)
    assert all(TEXT[mention.start_char : mention.end_char] == mention.text for mention in found.mentions)
    assert found.mentions == sorted(found.mentions, key=lambda mention: mention.start_char)


def test_names_are_found_without_entities_or_parse(unparsed):
    _, found = unparsed.read(TEXT)
    assert {
        "Taliban", "Afghan forces", "Karim Daudzai", "Popular Front for Azania", "Ministry of Water of Chad", "PFA",
        "United Nations", "Buddhist monk",
    } <= _texts(found)  # fmt: skip


@pytest.mark.slow
def test_parsed_article_gives_the_same_names(parsed, unparsed):
    assert _texts(unparsed.read(TEXT)[1]) <= _texts(parsed.read(TEXT)[1])


def test_role_without_parse_reads_the_phrase(unparsed):
    assert unparsed.role("Taliban fighters left.", "Taliban fighters").name == "Taliban"


def test_offsets_count_from_the_field(unparsed):
    body = "Nothing here.\n\nThe FARC left the valley."
    mention = unparsed.read(body)[1].mentions[0]
    assert body[mention.start_char : mention.end_char] == "FARC"


def test_acronym_and_full_name_are_one_entity(unparsed):
    _, found = unparsed.read(TEXT)
    ids = {
        mention.entity.entity_id for mention in found.mentions if mention.text in {"PFA", "Popular Front for Azania"}
    }
    assert len(ids) == 1


def test_article_and_title_stay_outside_the_span(unparsed):
    _, found = unparsed.read("The Taliban met Gen. Omar Sheikh. Pope Francis prayed.")
    assert _texts(found) >= {"Taliban", "Omar Sheikh", "Francis"}


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("He told us who it is.", {"us", "who", "is"}),
        ("Talibanistan is a word.", {"Taliban"}),
        ("The anti-American march passed.", {"American"}),
        ("A US-led effort began.", {"US"}),
        ("The party will mend the can.", {"mend", "can"}),
    ],
)
def test_word_is_no_actor(unparsed, text, absent):
    assert not absent & _texts(unparsed.read(text)[1])


def test_capitals_do_not_turn_words_into_names(unparsed):
    _, found = unparsed.read("THE PRESIDENT IS SAFE. WHO CAN MEND US? THE MNLF ATTACKED.")
    assert _texts(found) == {"MNLF"}


def test_group_in_capitals_is_found(unparsed):
    _, found = unparsed.read("FIGHTERS OF THE ERITREAN LIBERATION FRONT LEFT.")
    assert [mention.entity.name for mention in found.mentions] == ["Eritrean Liberation Front"]


def test_place_is_no_person(unparsed, place_in):
    body = "Colonel Sankara Bridge fell. President Lome spoke."
    place = place_in(body, "Lome", "TGO")
    assert "Lome" not in _texts(unparsed.read(body, places=[place])[1])


def test_reading_twice_gives_the_same(unparsed):
    assert unparsed.read(TEXT)[1].mentions == unparsed.read(TEXT)[1].mentions


def test_entity_does_not_depend_on_the_article(unparsed):
    first = unparsed.read("The FARC left. Juan Perez Soto spoke.")[1].mentions
    second = unparsed.read("In Peru, minister Juan Perez Soto met the FARC.")[1].mentions
    one, other = ({mention.text: mention.entity for mention in found} for found in (first, second))
    assert {text: other[text] for text in one.keys() & other.keys()} == one


def test_entity_id_is_of_class_country_and_folded_name():
    assert entity_id("person", None, "José  Pérez") == entity_id("person", None, "Jose Perez")
    assert entity_id("person", None, "The Rock") == entity_id("person", None, "Rock")
    assert entity_id("person", None, "Ali") != entity_id("person", "TCD", "Ali")
    assert entity_id("person", None, "Ali") != entity_id("organisation", None, "Ali")
    assert (
        make_entity("Taliban", "armed_group", "AFG").entity_id
        == "ent:" + entity_id("armed_group", "AFG", "taliban")[4:]
    )
    assert len(entity_id("person", None, "Ali")) == len("ent:") + 16


@pytest.mark.parametrize("text", ["İstanbul", "Pérez’s", "Đà Nẵng", "straße", "ﬁ", "Ünal – x"])
def test_folding_keeps_offsets(text):
    assert len(fold_text(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "()",
        "(ABC)",
        "of the",
        "Gen. ",
        "'s 's",
        "The Front for (PFL) of the (",
        "Mr. Mr. Mr.",
        "İ" * 20,
        "😀 Taliban",
    ],
)
def test_odd_text_is_read(unparsed, text):
    _, found = unparsed.read(text)
    assert all(text[mention.start_char : mention.end_char] == mention.text for mention in found.mentions)


@pytest.mark.parametrize(
    ("text", "mentioned", "not_mentioned"),
    [
        ("Another Popular Front for Azania post fell.", "Popular Front for Azania", "Another Popular Front for Azania"),
        ("The rally was called by the Anti-Azania League on Monday.", None, "Anti-Azania"),
        ("Shells hit two hospitals and a mosque near Kunduz.", None, "hospitals"),
        ("He works for Ministry of Water • One was hurt.", "Ministry of Water", "Ministry of Water • One"),
    ],
)
def test_a_name_is_the_name_alone(unparsed, text, mentioned, not_mentioned):
    found = _texts(unparsed.read(text)[1])
    assert mentioned is None or mentioned in found
    assert not_mentioned not in found
