"""Where an event took place: the toponym that its clause points to, else the sentence, the article, the dateline.

What belongs here: choosing among the places that the place annotator found. UCDP's precision is the place's own.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.clauses import is_verbal
from transforms.events.drafts import Draft
from transforms.events.scene import Scene
from transforms.model import Location, PlaceMention

_PART_OF_NOUN = frozenset({"compound", "nmod", "flat", "nummod", "amod", "poss", "appos", "conj", "dep", "punct"})
_MAX_CLIMB = 14
_COARSE = frozenset({"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR", "CONT", "RGN"})


def place_draft(draft: Draft) -> None:
    """Give the draft the best place of its sentence, if the syntax ties one to it."""
    scored = [(score, place) for place in draft.scene.places if (score := _score(place, draft)) > 0]
    scored.sort(key=lambda pair: (-pair[0], pair[1].start_char))
    if draft.kind.family == "territory":
        objects = _object_places(draft)
        if objects:
            draft.places, draft.place_from, draft.is_tied = objects, "sentence", True
            return
    if scored:
        draft.places, draft.place_from, draft.is_tied = [scored[0][1]], "sentence", scored[0][0] >= 2.3


def _object_places(draft: Draft) -> list[PlaceMention]:
    """The places taken: one for each coordinated object, a name inside it included ("the city of Kunduz")."""
    from transforms.events.clauses import conjuncts, noun_phrase  # noqa: PLC0415

    found: list[PlaceMention] = []
    if draft.recipient is None:
        return found
    for head in conjuncts(draft.recipient):
        tokens = [head, *noun_phrase(head)]
        tokens += [token for child in head.children if child.dep_ == "appos" for token in noun_phrase(child)]
        place = next((place for token in tokens if (place := draft.scene.place(token)) is not None), None)
        if place is not None and place not in found:
            found.append(place)
    return found


def _score(place: PlaceMention, draft: Draft) -> float:
    scene = draft.scene
    tokens = scene.tokens_between(place.start_char, place.end_char)
    if not tokens or place.is_dateline or place.role not in ("literal", "modifier"):
        return 0.0
    if not draft.sentence.start <= tokens[0] < draft.sentence.end:
        return 0.0
    head = _head_of(tokens, scene)
    tie = _tie(head, draft)
    if tie <= 0:
        return 0.0
    return tie + _fineness(place.location) - 0.002 * abs(head.i - draft.trigger.token.i)


def _head_of(tokens: range, scene: Scene) -> Token:
    doc = scene.paragraph.doc
    return next((doc[i] for i in tokens if doc[i].head.i not in tokens), doc[tokens[0]])


def _tie(place: Token, draft: Draft) -> float:
    """How closely the grammar ties a place to the event: 3 its own clause, 2 a clause above, 1 inside a participant."""
    lexicon = draft.scene.lexicon
    prepositions = {word for word, values in _preposition_values(lexicon.light).items() if values}
    node, located, weak = place, False, False
    own = {draft.trigger.token.i} | ({draft.trigger.light_verb.i} if draft.trigger.light_verb is not None else set())
    above = _clauses_above(draft.trigger.token)
    for _ in range(_MAX_CLIMB):
        if node.i in own:
            unlocated = 0.0 if draft.kind.family == "verbal" else 1.5
            return (3.0 if located else unlocated) - (0.6 if weak else 0.0)
        if node.i in above and is_verbal(node):
            return (2.2 - 0.2 * min(above[node.i], 4) if located else 0.0) - (0.4 if weak else 0.0)
        head = node.head
        if head.i == node.i:
            break
        if node.dep_ == "prep":
            located = located or node.lower_ in prepositions
            weak = weak or node.lower_ in _WEAK
        elif node.dep_ in ("npadvmod",):
            located = True
        if is_verbal(node) and node.dep_ in ("relcl", "ccomp"):
            located = located and node.dep_ == "relcl"
        node = head
    return 0.0


_WEAK = frozenset("from to for by against toward towards into with about of".split())
_STRONG = frozenset(
    "in at near outside inside around on across within throughout through along between over off north south east west beside "
    "below above under onto surrounding amid up down".split()
)


def _preposition_values(_: object) -> dict[str, bool]:
    return dict.fromkeys(_STRONG | _WEAK, True)


def _clauses_above(token: Token) -> dict[int, int]:
    found: dict[int, int] = {}
    steps, node = 0, token
    while node.head.i != node.i and steps < _MAX_CLIMB:
        node = node.head
        steps += 1
        found[node.i] = steps
    return found


def _fineness(location: Location | None) -> float:
    if location is None:
        return 0.3
    if location.feature_class == "P":
        return 0.6
    if location.feature_code in _COARSE or location.feature_code.startswith("PCL"):
        return 0.0
    return 0.25 if location.feature_code == "ADM1" else 0.4


def fall_back(
    draft: Draft, recent: PlaceMention | None, dateline: PlaceMention | None, country: PlaceMention | None
) -> None:
    """Without a place of its own: the last place of the story, then the dateline, then the country."""
    for place, origin in ((recent, "article"), (dateline, "dateline"), (country, "country")):
        if place is not None:
            draft.places, draft.place_from = [place], origin
            return
