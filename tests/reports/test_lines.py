from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reports.lines import NO_END, NO_START, break_lines, break_paragraph, clean, shorten


def em(character):
    return 1.0


@given(st.text(max_size=300).map(clean).filter(lambda text: "\n" not in text), st.integers(1, 30))
def test_breaking_loses_nothing_but_spaces_at_line_ends(text, width):
    lines = break_paragraph(text, width, em)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line.rstrip()) <= width for line in lines)


@example("““““““”““", 8)
@given(st.text(alphabet="客户投诉月报处理结案，。、；：？！（）《》“”", min_size=1, max_size=200), st.integers(8, 30))
def test_no_line_starts_or_ends_with_punctuation_that_may_not(text, width):
    lines = break_paragraph(text, width, em)
    for before, after in pairwise(lines):
        allowed = _has_break(before + after[:1])
        assert not allowed or (after[0] not in NO_START and before[-1] not in NO_END)


def _has_break(text):
    """Could the line have ended anywhere properly?"""
    return any(b not in NO_START and a not in NO_END for a, b in pairwise(text))


def test_a_comma_is_pulled_over_with_the_character_before_it():
    assert break_paragraph("本月新增投诉，其中", 6, em) == ["本月新增投", "诉，其中"]
    assert break_paragraph("本月新增投（其中", 6, em) == ["本月新增投", "（其中"]


def test_words_and_numbers_stay_whole():
    assert break_paragraph("Closed on time", 8, em) == ["Closed", "on time"]
    assert break_paragraph("结案共 11 件完", 6, em) == ["结案共", "11 件完"]
    assert break_paragraph("达到 22.2 %，好", 7, em) == ["达到", "22.2 %，", "好"]
    assert break_paragraph("他说——好", 3, em) == ["他说", "——好"]


def test_a_word_wider_than_the_line_is_cut():
    assert break_paragraph("x" * 10, 4, em) == ["xxxx", "xxxx", "xx"]
    assert break_lines("a\n\nb", 4, em) == ["a", "", "b"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x0bc", "ab\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a    b"),
        ("e\u0301", "é"),
        ("\ud800", "\ufffd"),
        ("\u202eabc\u202c", "abc"),
        ("豈", "豈"),
        ("☎\ufe0f", "☎"),
    ],
)
def test_cleaning(typed, printed):
    assert clean(typed) == printed


def test_shortened_texts_say_so():
    assert shorten("客户" * 30, 10) == "客户客户客户客户客…"
    assert shorten("客户", 10) == "客户"


def test_what_is_shortened_ends_with_a_whole_word() -> None:
    whole = "The workshop wants them replaced before the cause is known"
    assert shorten(whole, 50) == "The workshop wants them replaced before the…"
    assert shorten("x" * 60, 50) == "x" * 49 + "…"
