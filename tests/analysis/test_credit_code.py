"""C01: the unified social credit code."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import credit_code
from app.analysis.credit_code import ALPHABET

ORACLE = json.loads((Path(__file__).parents[1] / "oracles.json").read_text(encoding="utf-8"))["C01_uscc"]
PREFIXES = st.text(ALPHABET, min_size=17, max_size=17)


def codes(text):
    return [problem.code for problem in credit_code.problems(text)]


def test_alphabet_weights_and_the_standards_example():
    example = ORACLE["standard_example"]
    assert list(credit_code.WEIGHTS) == ORACLE["weights"]
    assert ORACLE["alphabet"] == ALPHABET
    assert credit_code.weighted_sum(example["prefix"]) == example["sum"]
    assert credit_code.check_character(example["prefix"]) == example["check"]


@pytest.mark.parametrize("row", ORACLE["valid"], ids=lambda row: row["code"])
def test_valid_codes_have_no_problem(row):
    code = row["code"]
    assert credit_code.problems(code) == ()
    assert credit_code.weighted_sum(code[:17]) == row["sum"]
    assert credit_code.organisation_check(code[8:16]) == row["org_check"]
    assert credit_code.organisation_check_holds(code)


@pytest.mark.parametrize(("code", "expected"), list(zip(
    ORACLE["invalid"],
    [["character"], ["check_digit"], ["look_alike"], ["look_alike"], ["length"], ["length"]],
    strict=True,
)))
def test_invalid_codes_say_why(code, expected):
    assert codes(code) == expected


def test_only_length_and_characters_are_errors():
    assert not credit_code.has_error("91440300PDY00001X4")
    assert codes("91350100M000100Y42") == ["check_digit"]
    assert credit_code.has_error("91440300PDY00001X")
    assert credit_code.has_error("9144030OPDY00001X3")
    (problem,) = credit_code.problems("9144030SPDY00001X3")
    assert (problem.code, problem.position, problem.character) == ("character", 8, "S")


def test_look_alikes_are_suggested_and_never_changed():
    assert credit_code.suggestion("9144030OPDY00001X3") == "91440300PDY00001X3"
    assert credit_code.normalise("9144030OPDY00001X3") == "9144030OPDY00001X3"
    assert credit_code.suggestion("91440300PDY00001X3") is None
    assert credit_code.suggestion("9144030OPDY00001X4") is None


def test_input_is_evened_out():
    assert credit_code.normalise(" ９１４４０３００－pdy00001 x3　") == "91440300PDY00001X3"
    assert credit_code.problems("   ") == ()


def test_the_200_codes_of_python_stdnum_are_valid(shared):
    lines = (shared / "data" / "python-stdnum" / "uscc_valid_list.txt").read_text(encoding="utf-8").split()
    assert len(lines) == 200
    assert [code for code in lines if credit_code.problems(code)] == []


@given(PREFIXES, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_every_single_changed_character_is_noticed(prefix, place, letter):
    check = credit_code.check_character(prefix)
    changed = prefix[:place] + letter + prefix[place + 1 :]
    assert (credit_code.check_character(changed) == check) == (changed == prefix)


@given(st.text(ALPHABET + ALPHABET.lower() + " -　－０９Ａ", max_size=30))
def test_an_evened_out_code_stays_as_it_is(text):
    code = credit_code.normalise(text)
    assert credit_code.normalise(code) == code
    assert set(code) <= set(ALPHABET)


@given(st.text(max_size=40))
def test_any_text_is_judged_without_a_crash(text):
    assert (credit_code.problems(text) == ()) <= (len(credit_code.normalise(text)) in {0, 18})
