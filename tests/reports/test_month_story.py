"""Section I in sentences: whatever the month was, it reads as if somebody had written it."""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.complaint_case import Case, Event
from app.analysis.complaint_month import month_report
from app.analysis.holidays_cn import default_calendar
from app.analysis.periods import YearMonth
from app.i18n import gettext_text, use_language
from app.reports.month_story import LONGEST, story
from app.reports.month_words import Words

MONTH, START = YearMonth(2026, 7), datetime(2026, 7, 1, 9)
WORDS = Words({"10": "质量", "20": "交付与物流", "30": "一个长得不得了的投诉类别名称用来看看会怎样"})
ENDS = {"open": (), "closed": (("T19", "S80"),), "withdrawn": (("T23", "S95"),), "merged": (("T24", "S96"),)}


def case(number, days, end, category, validity, due):
    received = START + timedelta(days=days)
    steps = [Event("T01", received, "S00", "S10")]
    steps += [Event(code, received + timedelta(days=1), "S10", state) for code, state in ENDS[end]]
    return Case(id=str(number), number=f"K{number}", received_at=received, events=tuple(steps), category=category, l2=category,
                validity=validity, close_due=None if due is None else received + timedelta(days=due))  # fmt: skip


drawn = st.tuples(
    st.one_of(st.integers(-400, -340), st.integers(-35, 29)), st.sampled_from(list(ENDS)),
    st.sampled_from([None, "10", "20", "30"]),
    st.sampled_from(["valid", "invalid", "assist", "pending"]), st.one_of(st.none(), st.integers(0, 20)),
)  # fmt: skip


def told(rows, language="en"):
    cases = [case(number, *row) for number, row in enumerate(rows)]
    with use_language(language):
        return story(month_report(cases, MONTH, default_calendar()), WORDS)


@settings(max_examples=60)
@given(st.lists(drawn, max_size=14), st.integers(1, 12))
def test_it_reads_well_whatever_the_month_was(rows, times):
    english = told(rows * times)
    assert len(english) <= LONGEST["en"]
    assert re.search(r"\b0 (new|compl|were|of|just|not|for|w)|[.,;:]\s*[.,;:]|\s\s|\s[.,;]|None|nan|\{|\(\)", english) is None
    assert re.search(r"\b1 (were|new complaints|complaints|of them overdue, )", english) is None
    assert re.search(r"\b([2-9]|\d\d+) (was\b|complaint\b|new complaint\b)", english) is None
    assert english[-1] == "."
    assert english[0].isupper() or english[0].isdigit()


@settings(max_examples=60)
@given(st.lists(drawn, max_size=14), st.integers(1, 12))
def test_chinese_keeps_to_150_characters(rows, times):
    with use_language("zh"):
        if gettext_text("{what} ({parts})") == "{what} ({parts})":
            pytest.skip("the words are not translated yet")
    text = told(rows * times, "zh")
    assert len(text) <= LONGEST["zh"]
    assert re.search(r"(?<![\d.])0 件|[，。；、：（]\s*[，。；、：）]|[a-zA-Z]{2}|\s\s|\{", text) is None
    assert text[-1] == "。"


def test_what_people_would_write():
    new, month_before = (3, "closed", "10", "valid", 5), (-20, "closed", "20", "valid", 5)
    assert told([]) == "No complaints were received, and none were open."
    assert told([new]) == (
        "1 new complaint came in (justified). 1 complaint was to be handled; it was closed; everything due was closed on "
        "time. Nothing was left open at the end of the month. It was about 质量."
    )
    assert told([new, (4, "withdrawn", "10", "valid", 5), (5, "open", "20", "invalid", 30)] + [new] * 2) == (
        "4 new complaints came in (3 justified and 1 not justified); 1 was withdrawn. 4 complaints were to be handled; "
        "3 were closed (75.0%); everything due was closed on time. 1 was open at the end of the month, not overdue. All were "
        "about 质量 and 交付与物流."
    )
    assert "as many as last month" in told([new, month_before])
    none_new = "No new complaints came in. 1 complaint was to be handled; none was closed"
    assert told([(-20, "open", "10", "valid", 2)]).startswith(none_new)
    assert "1 was open at the end of the month, and overdue" in told([(3, "open", "10", "valid", 2)])
