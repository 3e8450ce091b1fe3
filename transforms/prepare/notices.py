"""How sites speak to the reader of a page that is no article: of cookies, robots, accounts and errors.

What belongs here: which kinds of notice there are. Their wording is in `articles/wording`, the one place to read and
extend it; when a page counts as one is for `not_articles`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.wording import Phrase

#: What stands before what a notice's title says: "Sorry, …", "Error: …", "Oops! …".
BEFORE_TITLE = Phrase(r"^(?:{before_notice_title}\s*[,.:!–—-]+\s*)+(?=\S)", re.IGNORECASE)
#: What is said to the reader, and what he is told to do: no news is told so.
TO_THE_READER = Phrase.whole_words("said_to_reader")
COMMAND = Phrase(r"^(?:{please} )?{command}\b(?!ing)", re.IGNORECASE)
#: Words that only a report has; a sentence with one is none of a notice.
REPORT = Phrase.whole_words("report_word")
#: What a service leaves where it took a text back, or never had one.
REMOVED = Phrase(r"^\W*{text_removed}\W*$", re.IGNORECASE)
#: How a few words begin that only lead to something else.
POINTER = Phrase(r"^\W*{pointer}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of notice: the rule that refuses it, what it is, what its title says and what its sentences have.

    Without such a title so many different `matters` must be in them.
    """

    rule: str
    what: str
    title: Phrase
    sentence: Phrase
    matters: int = 1


def _notice(rule: str, what: str, matters: int = 1) -> Notice:
    """A notice by its two lists, which have the rule's name: `cookie_wall_title` and `cookie_wall`."""
    return Notice(rule, what, Phrase.whole_words(f"{rule}_title"), Phrase.whole_words(rule), matters)


NOTICES = (
    _notice("cookie_wall", "a site's question about cookies", 2),
    _notice("robot_check", "a site's check for robots"),
    _notice("error_page", "a server's notice that it has no such page"),
    _notice("login_page", "a page to log in or subscribe"),
)
