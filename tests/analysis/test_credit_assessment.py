"""One assessment as a whole: the oracle of C27, every grade by its policy, what a mark counts, the moves of a credit file."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import credit_moves
from app.analysis.credit_assessment import USUAL, Policy, assess, points
from app.analysis.credit_limit import Use, available
from app.analysis.credit_score import MARKS, WEIGHTS
from app.analysis.figures import NO_DATA, NOT_APPLICABLE, known, undefined

BUYS = known(8_000_000)


def marks(value, but=()):
    return {key: value for key in WEIGHTS if key not in but}


def test_the_oracle_by_way_of_marks():
    """76 points are B: 80,000 × 60/30 × 1.0 = 160,000; 110,000 and 15,000 of it used leave 35,000."""
    found = assess({**marks(5), "payment": 3, "finances": 3, "security": 1}, False, 60, BUYS)
    assert (found.score.value.value, found.grade, found.limit) == (76, "B", known(16_000_000))
    assert available(found.limit, Use(11_000_000, 1_500_000)) == known(3_500_000)


@pytest.mark.parametrize(("mark", "grade", "limit"), [(5, "A", 19_200_000), (3, "C", 2_400_000), (1, "D", 0), (0, "D", 0)])
def test_each_grade_gets_its_policy(mark, grade, limit):
    found = assess(marks(mark), False, None, BUYS)
    assert (found.grade, found.terms_days, found.limit) == (grade, USUAL[grade].terms_days, known(limit))
    assert assess(marks(mark), True, None, BUYS).grade == "D"


def test_what_is_not_known_gives_no_limit_and_a_cap_holds():
    few = assess({"payment": 5, "years": 5, "margin": 5}, False, None, BUYS)  # 45 of 100 points
    assert (few.grade, few.policy, few.terms_days, few.limit) == ("", None, None, undefined(NOT_APPLICABLE))
    new = assess(marks(5, but=("payment", "margin")), False, None, undefined(NO_DATA))
    assert (new.grade, new.score.provisional, new.limit) == ("A", True, undefined(NO_DATA))
    capped = assess(marks(5), False, 30, BUYS, {"A": Policy(60, Decimal("1.2"), 5_000_000)})
    assert (capped.terms_days, capped.limit) == (30, known(5_000_000))


@given(st.fixed_dictionaries({key: st.sampled_from(MARKS) for key in WEIGHTS}))
def test_points_add_up_to_the_score(given_marks):
    found = assess(given_marks, False, None, BUYS)
    assert found.score.value.value == sum(points(key, mark) for key, mark in given_marks.items())


def test_a_decided_file_is_only_ended_or_followed_by_the_next():
    ways = {state: [move.code for move in credit_moves.allowed(state)] for state in ("draft", "applied", "approved", "refused")}
    assert ways == {"draft": ["apply"], "applied": ["approve", "refuse", "withdraw"], "approved": ["renew", "end"],
                    "refused": ["renew"]}  # fmt: skip
