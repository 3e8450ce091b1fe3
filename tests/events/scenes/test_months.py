"""March the month is told from the march in one place, for raw text twice: surely, and in all likelihood."""

from __future__ import annotations

import pytest

from tests.events.conftest import load_lexicon
from transforms.events.scenes.months import without_likely_months, without_months


@pytest.mark.parametrize(
    ("text", "kept", "kept_in_doubt"),
    [
        ("Nobody has been paid since March.", 0, 0),
        ("The harvest of 4 March was poor.", 0, 0),
        ("Millers await the March price.", 1, 0),
        ("She spoke at the Widows' March downtown.", 1, 0),
        ("March on the granary, they were told.", 1, 1),
        ("They march at noon.", 1, 1),
    ],
)
def test_march_the_month(text: str, kept: int, kept_in_doubt: int) -> None:
    lexicon = load_lexicon()
    assert without_months(text, lexicon).lower().count("march") == kept
    assert without_likely_months(text, lexicon).lower().count("march") == kept_in_doubt
