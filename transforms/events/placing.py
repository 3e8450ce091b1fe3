"""Where an event took place: the toponym that its clause points to, else the story's last, the dateline, the country.

What belongs here: choosing among the places that the place annotator found, and names it does not know that stand where
only a place can ("in the village of X"). UCDP's precision is the place's own.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.clauses import ancestors, conjuncts, is_verbal, noun_phrase, own_subject
from transforms.events.drafts import Draft
from transforms.events.scene import Scene
from transforms.model import Location, PlaceMention

_MAX_CLIMB = 14
_COARSE = frozenset({"PCLI", "PCL", "PCLD", "PCLS", "PCLF", "PCLIX", "TERR", "CONT", "RGN"})
_STRONG = frozenset(
    "in at near outside inside around on across within throughout through along between over off north south east west "
    "beside below above under onto surrounding amid up down southwest southeast northwest northeast".split()
)
_TOWARD = frozenset("to into toward towards".split())
_AWAY = frozenset({"from"})
_NESTED = frozenset({"of", "like", "including"})
_GOING = frozenset(
    {"offensive", "troop_movement", "fight", "aid", "seize_territory", "group_change", "shelling", "air_strike", "meet"}
)
_LEAVING = frozenset({"withdraw", "territory_transfer", "displacement", "retake_territory", "abduct"})
_PLACED_BY_OBJECT = frozenset({"violence", "territory", "riot", "property", "strategic", "abduction", "protest"})
_NEARNESS = frozenset({"close", "next", "adjacent", "far"})
_OPPOSED = frozenset({"against", "over", "about", "for"})
_ASIDE = frozenset({"according", "addition", "besides", "unlike", "despite"})
_SAME_MOMENT = frozenset({"as", "while", "when"})
_MISSIONS = frozenset({"embassy", "consulate", "ambassador", "mission", "diplomat", "diplomats", "embassies"})
_HERE = frozenset({"here"})
_PRONOUNS = frozenset({"he", "she", "they", "it", "his", "her", "their", "its"})
_DISTANCES = frozenset({"km", "kilometers", "kilometres", "kilometer", "kilometre", "miles", "mile"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_THRESHOLD = 0.5


def place_draft(draft: Draft) -> None:
    """Give the draft the best place of its sentence, if the syntax ties one to it."""
    if draft.kind.family == "territory":
        objects = _object_places(draft)
        if objects:
            draft.places, draft.place_from, draft.is_tied = objects, "sentence", True
            return
    if _is_here(draft):
        draft.context.add("here")
        return
    scored = [(score, place) for place in draft.scene.places if (score := _score(place, draft)) > _THRESHOLD]
    scored.sort(key=lambda pair: (-pair[0], pair[1].start_char))
    if not scored:
        return
    best = _outermost(scored[0][1], [place for _, place in scored], draft.scene)
    best = _named_before(best, [place for _, place in scored], draft.scene)
    draft.places, draft.place_from, draft.is_tied = [best], "sentence", scored[0][0] >= 2.3
    if best.location is None:
        draft.container = next((place for _, place in scored if place.location is not None), None)


def _is_here(draft: Draft) -> bool:
    """Whether the clause says "here": where the reporter is."""
    verb = draft.trigger.verb or draft.trigger.token
    return any(child.lower_ in _HERE and child.dep_ == "advmod" for child in verb.children)


def _outermost(best: PlaceMention, others: list[PlaceMention], scene: Scene) -> PlaceMention:
    """Of "the Dara hospital in Homs" the hospital: a place that only tells where another is gives way to it."""
    head = _head(best, scene)
    for above in ancestors(head):
        if is_verbal(above):
            break
        named = (scene.place(word) for word in (above, *above.lefts) if word is above or word.dep_ == "compound")
        found = next((place for place in named if place is not None), None)
        if found is not None and found is not best and found in others and not _is_coarse(found.location):
            return found
    return best


def _named_before(best: PlaceMention, others: list[PlaceMention], scene: Scene) -> PlaceMention:
    """Of "in Dara village in Homs" and "in Dara, in the Homs countryside" the first, whatever the parse made of it."""
    doc, start = scene.paragraph.doc, scene.tokens_between(best.start_char, best.end_char)[0]
    while start > 0 and doc[start - 1].dep_ in ("det", "amod"):
        start -= 1
    if start == 0 or doc[start - 1].lower_ not in ("in", ","):
        return best
    end = start - 1 - (start > 1 and doc[start - 2].text == ",")
    for place in others:
        inside = scene.tokens_between(place.start_char, place.end_char)
        noun_between = (
            end - inside[-1] == 2 and doc[end - 1].pos_ == "NOUN" and doc[end - 1] == _head(place, scene).head
        )
        if (end - inside[-1] == 1 or noun_between) and not _is_coarse(place.location):
            return place
    return best


def _is_coarse(location: Location | None) -> bool:
    return location is not None and (location.feature_code in _COARSE or location.feature_code == "ADM1")


def _head(place: PlaceMention, scene: Scene) -> Token:
    tokens = scene.tokens_between(place.start_char, place.end_char)
    doc = scene.paragraph.doc
    return next((doc[i] for i in tokens if doc[i].head.i not in tokens), doc[tokens[0]])


def _object_places(draft: Draft) -> list[PlaceMention]:
    """The places taken: one for each coordinated object, a name inside it included ("the city of Kunduz")."""
    found: list[PlaceMention] = []
    if draft.recipient is None:
        return found
    for head in conjuncts(draft.recipient):
        tokens = [head, *noun_phrase(head)]
        tokens += [token for child in head.children if child.dep_ == "appos" for token in noun_phrase(child)]
        tokens += list(noun_phrase(head.head)) if head.dep_ == "appos" else []
        place = next((place for token in tokens if (place := draft.scene.place(token)) is not None), None)
        if place is not None and place not in found:
            found.append(place)
    return found


def _score(place: PlaceMention, draft: Draft) -> float:
    scene = draft.scene
    if place.is_dateline or place.role == "dateline":
        return 0.0
    tokens = scene.tokens_between(place.start_char, place.end_char)
    if not tokens or not draft.sentence.start <= tokens[0] < draft.sentence.end:
        return 0.0
    head = _head(place, scene)
    tie = _Climb(draft, place).tie(head)
    if tie <= 0 or (place.role == "metonym" and tie < 1.4):
        return 0.0
    return tie + _fineness(place.location) - 0.002 * abs(head.i - draft.trigger.token.i)


class _Climb:
    """Climbs from a toponym to the event's words; what it passes decides how close the tie is."""

    def __init__(self, draft: Draft, place: PlaceMention) -> None:
        self._draft = draft
        self._is_settlement = place.location is not None and place.location.feature_class == "P"
        self._is_country = place.location is not None and place.location.feature_code.startswith("PCL")
        trigger = draft.trigger
        self._own = {trigger.token.i, *range(trigger.start, trigger.end)}
        if trigger.light_verb is not None:
            self._own.add(trigger.light_verb.i)
        self._above = _clauses_above(trigger.token)
        self._party = draft.recipient.i if draft.recipient is not None else -1
        self._actor = draft.actor.i if draft.actor is not None else -1

    def tie(self, node: Token) -> float:
        """3 in the event's own clause, 2 in a clause above, less through the parties; 0 where nothing ties it."""
        located, last, crossed = 0.0, "", 0
        if node.dep_ == "compound" and node.head.ent_type_ in ("DATE", "TIME"):  # "bombed Homs Monday", misread
            node = node.head
            if node.head.i in self._own and node.dep_ in ("dobj", "npadvmod"):
                return self._unlocated("dobj")
        for step in range(_MAX_CLIMB):
            reached = self._reached(node, located, last)
            if reached is not None:
                return reached - 0.02 * step - 1.0 * crossed if reached else 0.0
            head, dep = node.head, node.dep_
            if head.i == node.i or self._is_barrier(node, head, dep, located):
                return 0.0
            if dep == "prep" or (dep == "advmod" and node.lower_ in _STRONG):
                origin = node.lower_ in _AWAY
                located = self._located_by(node) if origin else max(located, self._located_by(node))
            elif dep in ("npadvmod", "advmod") and (
                node.lower_ in _STRONG or self._draft.scene.place(node) is not None
            ):
                located = 1.0
            crossed += node.lower_ in _DISTANCES
            crossed += is_verbal(node) and node.i not in self._own and dep in ("advcl", "conj", "acl", "ccomp")
            node, last = head, dep
        return 0.0

    def _reached(self, node: Token, located: float, last: str) -> float | None:
        if node.i in self._own:
            if located:
                return (0.4 if last == "nsubj" else 2.0) + located
            return self._unlocated(last)
        if node.i == self._party and self._draft.kind.family != "verbal":
            return self._at_party(node, located)
        if node.i == self._actor:
            return self._at_actor(located, last)
        if node.i in self._above and is_verbal(node):
            return (1.2 + located - 0.15 * min(self._above[node.i], 5)) if located else 0.0
        return None

    def _at_actor(self, located: float, last: str) -> float | None:
        """Such as "workers in Lima marched", "Dallas police shot": where those are who act at home."""
        if self._draft.actor_side in ("civilian", "protester", "mob") and located >= 1.0:
            return 1.5
        local = self._draft.kind.family != "verbal" and last == "compound" and self._draft.actor_side == "state"
        return 0.9 if local and self._is_settlement else None

    def _at_party(self, node: Token, located: float) -> float:
        if located:
            return 1.6 + located
        if self._draft.scene.place(node) is not None:
            return 2.4 if self._draft.kind.family in _PLACED_BY_OBJECT else 0.0
        return 2.2 if _is_spot(node, self._draft.scene) else 0.0

    def _unlocated(self, last: str) -> float:
        if self._draft.kind.family == "verbal":
            return 0.0
        if last in _MODIFIERS:
            return 1.7
        return 2.2 if last in ("dobj", "nsubjpass") and self._draft.kind.family in _PLACED_BY_OBJECT else 0.0

    def _located_by(self, node: Token) -> float:
        name, preposition = self._draft.kind.name, node.lower_
        if preposition in _STRONG or node.head.lower_ in _NEARNESS:
            between_parties = preposition == "between" and node.head.pos_ == "NOUN"
            return 0.0 if between_parties and not _is_spot(node.head, self._draft.scene) else 1.0
        if preposition in _TOWARD:
            return 0.7 if name in _GOING else 0.0
        if preposition in _AWAY:
            starts_there = self._draft.kind.family == "protest" and node.head.i in self._own
            return 0.6 if name in _LEAVING or starts_there else 0.0
        return 0.0

    def _is_barrier(self, node: Token, head: Token, dep: str, located: float) -> bool:
        if located and node.lower_ == "of" and "person" not in self._draft.scene.categories(head):
            return False  # "a series of raids in Lima"
        if dep in _MODIFIERS or (dep == "prep" and node.lower_ in _NESTED):
            if head.i in self._own or head.i in (self._party, self._actor) or _is_spot(head, self._draft.scene):
                return False
            strong = head.head.lower_ in _STRONG or head.head.head.lower_ in _NEARNESS
            if dep == "amod" or head.dep_ != "pobj" or not strong:
                return True
            names_side = dep in _MODIFIERS and dep != "poss" and self._is_country
            return names_side or "person" in self._draft.scene.categories(head)
        if dep == "relcl" or node.lower_ in _ASIDE:
            return True
        if dep == "poss" and head.lower_ in _MISSIONS:
            return True
        if dep == "acl" and node.tag_ == "VBN" and "person" in self._draft.scene.categories(head):
            return True
        if self._draft.kind.family == "protest" and dep == "prep" and node.lower_ in _OPPOSED:
            return True
        if dep in ("advcl", "ccomp", "parataxis") and is_verbal(node):
            return not _is_same_scene(node) and own_subject(node) is not None
        return False


def _is_same_scene(clause: Token) -> bool:
    """Such as "he was shot as he left a rally in Lima": one moment, one place, and one of the two is spoken of."""
    marks = {child.lower_ for child in clause.children if child.dep_ in ("mark", "advmod")}
    subject = own_subject(clause)
    if not marks & _SAME_MOMENT or subject is None:
        return False
    return bool({subject.lower_, *(child.lower_ for child in subject.lefts)} & _PRONOUNS)


def _is_spot(noun: Token, scene: Scene) -> bool:
    """A noun that itself names somewhere: outskirts, district, hospital, another toponym."""
    if scene.place(noun) is not None:
        return True
    found = scene.categories(noun)
    return bool(found & {"place", "base", "property"}) or noun.lower_ in _SPOTS or noun.lower_.endswith("side")


_SPOTS = frozenset(
    (
        "outskirts vicinity countryside suburb suburbs north south east west heart center centre middle edge "
        "part parts area areas side coast shore mountains forest desert axis front frontline border gates "
        "streets waters kilometers km miles southeast southwest northeast northwest state county municipality "
        "department prefecture governorate canton oblast sector subdistrict tehsil resort zone corner site scene "
        "edge grounds premises section stretch parish commune zone capital downtown surroundings environs "
        "neighborhood region province lga constituency block"
    ).split()
)


def _clauses_above(token: Token) -> dict[int, int]:
    """Words above the trigger whose places hold for it too; a clause of speaking does not lend its place."""
    found: dict[int, int] = {}
    steps = 0
    while token.head.i != token.i and steps < _MAX_CLIMB:
        if token.dep_ == "ccomp" and token.head.lemma_ in ("say", "tell", "report", "announce", "add", "claim"):
            break
        token = token.head
        steps += 1
        found[token.i] = steps
    return found


def _fineness(location: Location | None) -> float:
    if location is None:
        return 0.45
    if location.feature_class in ("P", "S"):
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


def contains(
    code: str, country: str | None, admin1: str | None, inner_country: str | None, inner_admin1: str | None
) -> bool:
    """Whether a country or a province, told by its feature code and codes, holds the inner place."""
    if country is None or country != inner_country:
        return False
    return (
        code.startswith("PCL")
        or (code == "ADM1" and admin1 == inner_admin1)
        or (code == "ADM2" and admin1 == inner_admin1)
    )
