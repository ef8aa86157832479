"""Known-bad versions refuse to start; what is installed here does not."""

import sys

import PySide6
import pytest
from sqlcipher3 import dbapi2

from app.i18n import set_language
from app.versions import SQLITE_LEAST, problem, refusal


def test_what_is_installed_here_is_good():
    assert problem(sys.version_info, PySide6.__version_info__, dbapi2.sqlite_version_info) is None


@pytest.mark.parametrize(
    ("python", "pyside", "is_bad"),
    [
        ((3, 11, 7), (6, 12, 0), True),
        ((3, 11, 9), (6, 13, 1), True),
        ((3, 11, 7), (6, 11, 3), False),
        ((3, 12, 0), (6, 12, 0), False),
        ((3, 13, 0), (6, 12, 0), False),
        ((3, 14, 0), (6, 12, 0), False),
    ],
)
def test_new_qt_on_old_python_is_refused(python, pyside, is_bad):
    assert (problem(python, pyside) is not None) is is_bad


@pytest.mark.parametrize(
    ("sqlite", "is_bad"), [((3, 40, 1), True), ((3, 51, 2), True), (SQLITE_LEAST, False), ((3, 53, 0), False)]
)
def test_sqlite_with_the_wal_reset_fault_is_refused(sqlite, is_bad):
    assert (refusal((3, 13), None, sqlite) is not None) is is_bad


def test_the_sentence_names_versions_and_a_way_out():
    sentence = problem((3, 11, 7, "final", 0), (6, 12, 0))
    assert sentence is not None
    assert "6.12.0" in sentence
    assert "3.11.7" in sentence
    assert ".venv" in sentence


def test_the_sentence_speaks_chinese():
    english = problem((3, 13), None, (3, 40, 1))
    set_language("zh")
    chinese = problem((3, 13), None, (3, 40, 1))
    assert chinese != english
    assert chinese is not None
    assert "3.40.1" in chinese
