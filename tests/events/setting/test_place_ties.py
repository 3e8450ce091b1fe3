"""The observations that tie a place to an event: each has a weight, and says what the table says it says."""

from __future__ import annotations

import pytest

from tests.events.conftest import load_lexicon, parse
from transforms.events.drafts import Draft
from transforms.events.proposing.triggers import find_triggers
from transforms.events.scenes.scene import Scene
from transforms.events.setting.tying import observe
from transforms.model import ArticleText, PlaceMention

pytestmark = pytest.mark.slow

OBSERVATIONS = [
    ("Rebels attacked a convoy in Dara.", ["Dara"], {"after_in", "unlisted"}, {"before", "encloses", "nested"}),
    ("Rebels attacked a convoy near the town of Dara.", ["Dara"], {"after_near", "nested", "of_spot"}, {"after_in"}),
    ("Rebels attacked a convoy 20 km from Dara.", ["Dara"], {"distance"}, {"after_in"}),
    ("Rebels attacked a bakery in Dara in Kesh.", ["Kesh", "Dara"], {"encloses", "behind_place"}, {"before"}),
    ("Rebels attacked Kesh's Dara district.", ["Kesh", "Dara"], {"possessive", "encloses"}, {"after_in"}),
    ("Rebels attacked Dara.", ["Dara"], {"object", "own_object"}, {"subject"}),
    ("Dara condemned those who attacked the convoy.", ["Dara"], {"subject", "before"}, {"after_in"}),
    ("Rebels who had fled from Dara attacked a convoy.", ["Dara"], {"in_relative", "after_from"}, {"own_object"}),
]


@pytest.mark.parametrize(("text", "names", "seen", "unseen"), OBSERVATIONS)
def test_what_is_observed(text: str, names: list[str], seen: set[str], unseen: set[str]) -> None:
    place, draft, rivals = read(text, names)
    observed = observe(place, draft, rivals)
    assert seen <= observed.keys()
    assert not unseen & observed.keys()
    assert observed.keys() <= load_lexicon().place_ties.keys()


def read(text: str, names: list[str]) -> tuple[PlaceMention, Draft, list[PlaceMention]]:
    """The first name as a place of the sentence's attack, and the others as its rivals."""
    (paragraph,) = parse(ArticleText("a", "", text))
    places = [PlaceMention("body", text.index(name), text.index(name) + len(name), name, None, 0.9) for name in names]
    scene = Scene(paragraph, load_lexicon(), places, [], {})
    sentence = next(paragraph.doc.sents)
    trigger = next(hit for hit in find_triggers(sentence, scene) if hit.token.lower_ == "attacked")
    return places[0], Draft(trigger, scene, sentence, 0, trigger.row.kind), places[1:]
