"""How closely the parse ties a toponym to an event: observations, each weighed by a row of `events/place_ties`.

What belongs here: the observations. The weights are fitted by `benchmarks/fit_place_ties`; a place needs a sum above 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Final

from spacy.tokens import Token

from transforms.events.drafts import Draft
from transforms.events.scenes.scene import Scene
from transforms.events.syntax.clauses import ancestors, is_verbal
from transforms.events.syntax.labels import Dep
from transforms.events.syntax.words import NESTING
from transforms.model import Location, PlaceMention

_NAMED_MODIFIERS: Final = {Dep.POSSESSOR: "possessive", Dep.CONJUNCT: "listed", Dep.APPOSITION: "apposition"}
_PLACED_BY_OBJECT: Final = frozenset({"violence", "territory", "riot", "property", "strategic", "abduction", "protest"})
_BREAKS: Final = frozenset({",", ";", "--", "-"})
_QUOTES: Final = frozenset({'"', "''", "``", "“", "”"})
_ORGANISED: Final = frozenset({"organisation", "armed_group", "government"})
_FINENESS: Final = {"country": 0, "division": 1, "area": 2, "unlisted": 3, "settlement": 3}


@dataclass(frozen=True, slots=True)
class Route:
    """How a toponym hangs in its clause: up through names and of-phrases to a preposition or a verb's argument."""

    top: Token  # the noun that the preposition or the verb governs
    preposition: Token | None
    governor: Token  # what the preposition hangs on, or the verb
    nouns: tuple[Token, ...]  # passed on the way: "the outskirts of the city of Lima"
    modes: frozenset[str]  # labels passed on the way
    is_nested: bool  # in an of-phrase


def route_of(head: Token) -> Route:
    """Climb from the head of a toponym to what its noun phrase hangs on."""
    node, nouns, modes, is_nested = head, list[Token](), set[str](), False
    while True:
        above = node.head
        if node.dep_ == Dep.PREP_OBJECT and above.dep_ != Dep.ROOT:
            if above.lower_ not in NESTING or is_verbal(above.head):
                return Route(node, above, above.head, tuple(nouns), frozenset(modes), is_nested)
            node, is_nested = above.head, True
        elif node.dep_ in Dep.PHRASE_PARTS and above.i != node.i and not is_verbal(above):
            modes.add(node.dep_)
            node = above
        else:
            return Route(node, None, above, tuple(nouns), frozenset(modes), is_nested)
        nouns.append(node)


def observe(place: PlaceMention, draft: Draft, rivals: Sequence[PlaceMention]) -> dict[str, float]:
    """What speaks for and against a place of the draft's sentence, by the names of `events/place_ties`."""
    scene, trigger = draft.scene, draft.trigger.token
    head = head_of(place, scene)
    route = route_of(head)
    up, down = _paths(head, trigger)
    found = {"always": 1.0, _kind_of(place): 1.0}
    for name in (*_hanging(route, draft, place), *_clauses(up, down), *_company(place, rivals, scene)):
        found[name] = 1.0
    first = scene.tokens_between(place.start_char, place.end_char)[0]
    near = (*up, *scene.paragraph.doc[max(0, first - 4) : first])
    if draft.kind.family == "verbal" and any(is_verbal(token) and token.dep_ in Dep.REPORTED for token in up):
        found["in_content"] = 1.0
    if any("distance" in scene.lexicon.nouns.get(token.lower_, ()) for token in near):
        found["distance"] = 1.0
    if head.i < trigger.i:
        found["before"] = 1.0
    between = scene.paragraph.doc[min(head.i, trigger.i) + 1 : max(head.i, trigger.i)]
    found["words"] = log1p(abs(head.i - trigger.i))
    found["path"] = log1p(len(up) + len(down))
    found["commas"] = float(min(3, sum(token.text in _BREAKS for token in between)))
    if any(token.text in _QUOTES for token in between):
        found["quotation"] = 1.0
    return found


def head_of(place: PlaceMention, scene: Scene) -> Token:
    """The word of the name that the others hang on."""
    tokens = scene.tokens_between(place.start_char, place.end_char)
    doc = scene.paragraph.doc
    return next((doc[i] for i in tokens if doc[i].head.i not in tokens), doc[tokens[0]])


def is_where_told(place: PlaceMention, trigger: Token, scene: Scene) -> bool:
    """Whether the place only says where the event was told of: "five died, a minister told reporters in Damascus".

    The place of the speakers themselves ("police in Lahore said") may well be the event's, and so may one that stands
    first ("In Lahore, the governor said …").
    """
    route = route_of(head_of(place, scene))
    if route.preposition is None:
        return False
    node = route.governor
    while not is_verbal(node) and node.dep_ in Dep.REACHED:
        node = node.head
    if node.i == trigger.i or node.lemma_.lower() not in scene.listed("telling_verb") or route.top.i < node.i:
        return False
    contents = [child for child in node.children if child.dep_ in Dep.SUBORDINATE]
    above = {trigger.i, *(token.i for token in ancestors(trigger))}
    return any(content.i in above for content in contents) or (node.dep_ == Dep.PARATAXIS and node.head.i in above)


def is_spot(noun: Token, scene: Scene) -> bool:
    """A noun that itself names somewhere: outskirts, district, hospital, another toponym."""
    found = scene.categories(noun)
    return scene.place(noun) is not None or bool(found & {"place", "base", "property", "spot"})


def _hanging(route: Route, draft: Draft, place: PlaceMention) -> Iterator[str]:
    scene = draft.scene
    yield from _argument(route, draft, _kind_of(place) == "country")
    if route.is_nested:
        yield "nested"
    if head_of(place, scene).dep_ in Dep.NOUN_PARTS:
        own = {draft.trigger.token.i, draft.trigger.light_verb.i if draft.trigger.light_verb is not None else -1}
        above = head_of(place, scene).head
        yield "names_event" if above.i in own else "names_spot" if is_spot(above, scene) else "names_other"
    elif any(is_spot(noun, scene) for noun in route.nouns):
        yield "of_spot"
    yield from (name for label, name in _NAMED_MODIFIERS.items() if label in route.modes)
    if not is_verbal(route.governor) and is_spot(route.governor, scene):
        yield "under_spot"
    entity = scene.entity(head_of(place, scene))
    if entity is not None and entity.entity_class in _ORGANISED:
        yield "organisation"
    if place.role == "metonym":
        yield "metonym"
    if draft.kind.family == "verbal":
        yield "verbal"


def _argument(route: Route, draft: Draft, is_country: bool) -> Iterator[str]:
    """Which preposition introduces the name, or which argument of a verb it is."""
    trigger = draft.trigger
    if route.preposition is not None:
        group = draft.scene.lexicon.prepositions.get(route.preposition.lower_, "other")
        yield f"after_{group}"
        if is_country and group not in ("in", "near", "place"):
            yield "bare_country"
        return
    if is_country:
        yield "bare_country"
    own = route.governor.i == trigger.token.i or (
        trigger.light_verb is not None and route.governor.i == trigger.light_verb.i
    )
    if route.top.dep_ == Dep.OBJECT:
        yield "object"
    elif route.top.dep_ in Dep.SUBJECTS:
        yield "subject"
    if own and route.top.dep_ in Dep.UNDERGOERS and draft.kind.family in _PLACED_BY_OBJECT:
        yield "own_object"


def _clauses(up: Sequence[Token], down: Sequence[Token]) -> Iterator[str]:
    """The clauses that lie between the place, the first word that both stand under, and the trigger."""
    above_place = {token.dep_ for token in up if is_verbal(token)}
    above_trigger = {token.dep_ for token in down if is_verbal(token)}
    if Dep.RELATIVE in above_place:
        yield "in_relative"
    if Dep.CONJUNCT in above_place:
        yield "in_other_clause"
    if Dep.CONJUNCT in above_trigger:
        yield "clause_joined"
    if above_trigger & Dep.SUBORDINATE:
        yield "clause_reported"
    if Dep.ADVERBIAL in above_trigger:
        yield "clause_adverbial"


def _company(place: PlaceMention, rivals: Sequence[PlaceMention], scene: Scene) -> Iterator[str]:
    """What the other places of the sentence say: one that lies inside, one right before."""
    fineness = _FINENESS[_kind_of(place)]
    if any(_FINENESS[_kind_of(other)] > fineness and _may_contain(place, other) for other in rivals):
        yield "coarser"
    if any(encloses(place, other, scene) for other in rivals):
        yield "encloses"
    start = scene.tokens_between(place.start_char, place.end_char)[0]
    ends = (scene.tokens_between(other.start_char, other.end_char)[-1] for other in rivals)
    if any(0 < start - end <= 3 for end in ends):
        yield "behind_place"


def encloses(place: PlaceMention, other: PlaceMention, scene: Scene) -> bool:
    """Whether the name only tells where the other is: "Dara in Homs", "Homs's Dara", "the Homs suburb of Dara"."""
    head, inner = head_of(place, scene), head_of(other, scene)
    outer_route, inner_route = route_of(head), route_of(inner)
    if Dep.CONJUNCT in outer_route.modes ^ inner_route.modes:
        return False
    if inner_route.top.i == outer_route.top.i:
        return _is_wider(head, inner, outer_route, inner_route, scene)
    if not is_verbal(outer_route.governor) and outer_route.governor.i in {inner.i, *(n.i for n in inner_route.nouns)}:
        return True
    return _follows(place, other, scene)


def _is_wider(head: Token, inner: Token, route: Route, inner_route: Route, scene: Scene) -> bool:
    """Of two names in one noun phrase: the possessive, and that after "of", but "the Homs suburb" before it."""
    if head.dep_ == Dep.POSSESSOR:
        return True
    if route.is_nested == inner_route.is_nested:
        return inner.i in {token.i for token in ancestors(head)}
    nouns = {noun.i for noun in route.nouns} & {noun.i for noun in inner_route.nouns}
    names_town = any("settlement" in scene.lexicon.nouns.get(head.doc[i].lower_, ()) for i in nouns)
    return inner_route.is_nested == names_town


def _follows(place: PlaceMention, other: PlaceMention, scene: Scene) -> bool:
    """Whether the text has them as "Dara in Homs", "Dara village in Homs" or "Dara, in the Homs countryside"."""
    start = scene.tokens_between(place.start_char, place.end_char)[0]
    end = scene.tokens_between(other.start_char, other.end_char)[-1]
    between = [token for token in scene.paragraph.doc[end + 1 : start] if token.dep_ not in Dep.PLAIN_PARTS]
    words = [token.lower_ for token in between if not is_spot(token, scene)]
    return 0 < start - end <= 5 and words in (["in"], [",", "in"]) and not any(map(is_verbal, between))


def _may_contain(place: PlaceMention, other: PlaceMention) -> bool:
    here, there = place.location, other.location
    if here is None or there is None or here.country_iso3 is None or there.country_iso3 is None:
        return True
    return here.country_iso3 == there.country_iso3


def _kind_of(place: PlaceMention) -> str:
    location: Location | None = place.location
    if location is None:
        return "unlisted"
    if location.feature_code.startswith("PCL") or location.feature_code in ("TERR", "CONT", "RGN"):
        return "country"
    if location.feature_code == "ADM1":
        return "division"
    return "settlement" if location.feature_class in ("P", "S") else "area"


def _paths(place: Token, trigger: Token) -> tuple[list[Token], list[Token]]:
    """The words from each of the two up to, and without, the first that both stand under."""
    down = [trigger, *ancestors(trigger)]
    above = {token.i: step for step, token in enumerate(down)}
    up: list[Token] = []
    for token in (place, *ancestors(place)):
        if token.i in above:
            return up, down[: above[token.i]]
        up.append(token)
    return up, down
