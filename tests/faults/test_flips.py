"""Damages of a file: what was harmful is found by verify, while SQLite's own check misses most flipped bits."""

import pytest

from tests.faults.running import ask


@pytest.fixture(scope="module")
def found(filled_template) -> dict:
    arguments = ("--trials", 32, "--clean", 8, "--seed", 4)
    return ask("tests.faults.flips", *arguments, FAULTS_TEMPLATE=str(filled_template.path))


def test_every_harm_is_found(found: dict) -> None:
    assert found["told"] == []
    assert found["harmful"] == found["found by verify"] >= 12  # the rest hit empty pages: every table has one


def test_sqlites_own_check_alone_misses_most_flipped_bits(found: dict) -> None:
    assert found["one bit: harmful"] >= 3
    assert found.get("one bit: found by integrity_check", 0) < found["one bit: harmful"] / 2


def test_a_whole_file_raises_no_false_alarm(found: dict) -> None:
    assert (found["clean opens"], found["false alarms"]) == (8, 0)
