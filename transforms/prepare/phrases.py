"""What newsrooms write around an article: bylines, datelines, calls to subscribe, credits, biographies.

What belongs here: the form of each such line. Its words are in `articles/wording`, the one place to read and extend
them; what is done with a match is for `layout`, `page_authors` and `author_names`.
"""

from __future__ import annotations

import re

from transforms.wording import Phrase

#: A word of a name that is none of its first: "Olaf van den Berg", "Ana de Souza".
_NAME_WORD = r"(?:[A-Z][\w'’.-]*|{name_particle})"
NAME = r"(?:[A-Z][\w'’.-]*)(?:[ -]" + _NAME_WORD + r"){0,4}"
_NAMES = NAME + r"(?:(?:, | {and} | & |, {and} | / |; )" + NAME + r")*"

#: "By Jane Doe", "Author: Jane Doe", "Reporting by Jane Doe in Kabul"; group 1 is what follows.
BYLINE = Phrase(r"^{byline}\b\s*[:–—-]?\s+(\S.{1,150})$", re.IGNORECASE)
LABELLED_BYLINE = Phrase(r"^{byline_label}\s*:\s*(.+)$", re.IGNORECASE)
#: "By", "written by" before names, where a line is known to be of them.
BEFORE_NAMES = Phrase(r"^\s*{before_names}\b[:\s]*", re.IGNORECASE)
BARE_NAMES = Phrase("^" + _NAMES + "$")
#: A line that is nothing but the name of one person: two to four capitalised words, none of them a newsroom's.
PERSON = Phrase(r"^(?!.*\b{newsroom_word}\b)[^\W\d_a-z][^\W\d_]+(?:[ -]" + _NAME_WORD + r"){1,3}$")
#: A word that names of publishers and their desks have and hardly a person's.
ORGANISATION = Phrase(r"\b{publisher_word}\b|\.{site_ending}\b")
#: Nothing but words of dates and their labels, as is left of a byline whose numbers were cut away.
CALENDAR_WORDS = Phrase(r"^(?:{calendar_word}[\s,:]*)+$", re.IGNORECASE)
#: The date in a byline, with its weekday, time and zone: "Tuesday June 14, 2022 9:40 am EDT".
BYLINE_DATE = Phrase("{byline_date}", re.IGNORECASE)
#: What is said of the date in a byline; only cut where a date was.
BYLINE_DATE_LABEL = Phrase(
    r"(?:{date_label}\s*(?:{before_date}|:)?\s*)(?=\x00)|(?:^|(?<=[\x00\s,|·•])){before_date}\s*(?=\x00)",
    re.IGNORECASE,
)
#: What follows the names in a byline: an office, a place, an agency, a date.
AFTER_NAMES = Phrase(r"\s*(?:[|•·(]|\s[–—-]\s|{after_names}|,?\s*\d).*$")
NOT_AUTHORS = Phrase("^{no_name}$", re.IGNORECASE)

#: News agencies, as a byline names them.
AGENCY_NAMES = r"{byline_agency}(?:\s*(?:/|,|{and}|&|\s)\s*{second_agency})*"
AGENCY = Phrase(AGENCY_NAMES)
#: What a newsroom signs with where it names nobody.
DESK = Phrase(r"\b{desk}$", re.IGNORECASE)
#: The office after a name: "Ann Roe Political Editor", "Ann Roe News reporter".
ROLE = Phrase(r"(?:,?\s+{role_part})*,?\s+{role}s?(?:\s+{role_of}\s.*)?$", re.IGNORECASE)
#: What stands in a byline's place and names nobody.
NO_AUTHOR = Phrase("^{no_author}$", re.IGNORECASE)

#: "Published: 8 August 2021", "Last updated on Aug 8, 2021 at 10:15"; group 2 is the date.
LABELLED_DATE = Phrase(r"^(?:{first} )?({labelled_date})(?: {before_date})?\s*[:–—-]?\s+(.{6,80})$", re.IGNORECASE)
#: "Source: The Daily Report", "URL: https://…"; group 1 is the key, which is a field's name.
LABELLED_VALUE = re.compile(
    r"^(title|headline|subtitle|source|publisher|publication|url|link|language)\s*:\s+(\S.*)$", re.IGNORECASE
)

#: A sentence that says who somebody is, as at the foot of an article; used with the author's own name before it.
BIO_OF_AUTHOR = Phrase(r"^(?:\W*){author_does}\b.{0,200}?", re.IGNORECASE)
BIO_OF_ANYBODY = Phrase(
    "^(?P<name>" + NAME + r") {somebody_is}(?:[\w’'-]+ ){0,6}?{journalist}\b.{0,30}?\b{journalist_of}\b"
)
BIO_HEADING = Phrase(r"^{bio_heading}\s*:?$", re.IGNORECASE)
BIO_CONTACT = Phrase(r"^{bio_contact}\b.{0,120}$", re.IGNORECASE)

#: Whole paragraphs that are not the article's, in pages and texts alike.
BOILERPLATE = Phrase("^{boilerplate}$", re.IGNORECASE)
LONGEST_BOILERPLATE = 320

#: A line that corrects: the desk's where it is a sentence or stands above a title, else a title.
CORRECTION = Phrase(r"{correction}\s*:.{0,400}$", re.IGNORECASE)
#: Whole lines above a story that are the desk's and no title: "FOR IMMEDIATE RELEASE", "Eds: Adds quotes", "1st LEAD".
DESK_NOTE = Phrase("^{desk_note}")
#: A slug, by which a desk names a story: "MALI-CLASH", "mali-clash-border,2nd Ld", "Mali/border/"; no single word.
SLUG = Phrase(
    r"^(?:(?=[^a-z]+(?:[\s,(/]|$)|[^A-Z]+(?:[\s,(/]|$)|\S+-\S+-\S)[A-Za-z][\w.'’]*(?:-{1,2}[\w.'’]+)+|"
    r"[A-Za-z][\w.'’ ]{0,30}(?:/[\w.'’ ]{0,30})*/)"
    r"(?:/|\s*\({slug_note}[^)]*\)|{desk_part}|,[\w-]{1,30}+)*$"
)
LONGEST_DESK_NOTE = 440
LONGEST_SLUG = 100
#: What a wire writes before the title of a new version: "UPDATE 2-", "CORRECTED -", "ROUNDUP:".
VERSION_PREFIX = Phrase(r"^{version_prefix}\s*[:/–—-]+\s*(?=[A-Z“\"'‘\d])")
