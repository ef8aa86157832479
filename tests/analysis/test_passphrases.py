"""How good a passphrase is: what guessers try first is weak, length is strength, and no text stops the estimate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.passphrases import LEAST, strength

ORDER = ("weak", "fair", "strong")


@pytest.mark.parametrize("text", [
    "", "short", "password", "Password1", "12345678", "87654321", "qwertyuiop", "aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "19870312",
    "5201314520", "woaini1314520", "passwordpassword", "clientele2026", "iloveyou520",
])  # fmt: skip
def test_what_is_guessed_first_is_weak(text: str) -> None:
    assert strength(text) == "weak"


@pytest.mark.parametrize("text", ["correct horse battery staple", "我的客户都在这里", "Tr0ub4dor&3x", "kj3#Lp9xQz2m"])
def test_long_and_mixed_is_strong(text: str) -> None:
    assert strength(text) == "strong"


@given(st.text(max_size=LEAST - 1))
def test_under_eight_characters_it_is_weak(text: str) -> None:
    assert strength(text) == "weak"


@given(st.text(max_size=300))
def test_it_does_not_matter_how_a_text_is_composed(text: str) -> None:
    import unicodedata

    assert strength(unicodedata.normalize("NFD", text)) == strength(unicodedata.normalize("NFC", text))
    assert strength(text) in ORDER


def test_ten_thousand_characters_take_no_time() -> None:
    from tests.effort import costs_at_most

    long, short = "ab1" * 3_334, "ab1" * 60
    assert costs_at_most(5, lambda: [strength(long) for _ in range(20)], lambda: [strength(short) for _ in range(20)])
