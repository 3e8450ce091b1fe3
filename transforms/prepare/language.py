"""Which language a text is in, sturdily enough for a single sentence.

What belongs here: ISO 639-1 codes from declared names or from the text.
"""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_ENOUGH = 3000  # characters; more changes no answer
_SURE = 0.9
_WORD = re.compile(r"[a-z']+")
# the most frequent English function words that are no common words of the other languages in Latin script
_ENGLISH = frozenset(
    """the of and to that was were with for from his her their they which have has had been not this will would said
    after by on at it who are is he she as an its than about into over against near during""".split()
)
_BY_NAME = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "arabic": "ar", "russian": "ru",
    "ukrainian": "uk", "portuguese": "pt", "italian": "it", "chinese": "zh", "dutch": "nl", "turkish": "tr",
    "persian": "fa", "pashto": "ps", "hebrew": "he", "hindi": "hi", "japanese": "ja", "korean": "ko", "polish": "pl",
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ara": "ar", "rus": "ru", "ukr": "uk",
    "por": "pt", "ita": "it",
}  # fmt: skip
# the languages that news of the world is written in; leaving out the rest keeps short text from exotic guesses
_NEWS_LANGUAGES = (
    "en fr de es pt it nl da sv no nb fi is pl cs sk sl hr sr bs mk bg ro hu el tr uk ru be lt lv et ar fa ps ur he "
    "hi bn ta te mr ml pa ne si am sw so ha rw xh zu af id ms tl vi th lo km my zh ja ko ka hy az kk ky mn sq ca eu gl"
).split()


def language_code(declared: str | None) -> str | None:
    """The ISO 639-1 code that a source declares ("en-GB", "English", "eng"), None where it is none."""
    if not declared:
        return None
    name = declared.strip().lower()
    if name in _BY_NAME:
        return _BY_NAME[name]
    code = re.split(r"[-_ ]", name)[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else _BY_NAME.get(code)


def detect_language(text: str) -> str | None:
    """The language of a text; None where there is nothing to tell by."""
    sample = text[:_ENOUGH].lower()  # capitals throw the model off
    words = _WORD.findall(sample)
    latin = sum(map(len, words))
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return None
    if latin > 0.8 * letters and _english_share(words) >= 0.15:
        return "en"
    code, probability = _identifier().classify(sample)
    if code != "en" and probability < _SURE and latin > 0.95 * letters and len(words) < 12:
        return "en"  # too short to tell, in plain letters: what the corpus mostly is
    return "no" if code in ("nb", "nn") else str(code)


def _english_share(words: list[str]) -> float:
    return sum(word in _ENGLISH for word in words) / len(words) if words else 0.0


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.nb_classes)
    identifier.set_languages([code for code in _NEWS_LANGUAGES if code in known])
    return identifier
