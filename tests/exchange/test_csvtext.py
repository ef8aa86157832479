"""Separated text into numbered rows (faults F30, F31)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ValidationError
from app.exchange.csvtext import SEPARATORS, parse, separator_of


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_found(separator):
    text = "\n".join(separator.join(row) for row in (["name", "city", "note"], ["A, Ltd", "X", "a b"], ["B", "Y", "c"]))
    assert separator_of(text.replace("A, Ltd", '"A, Ltd"')) == separator


def test_a_declared_separator_is_taken_at_its_word():
    text = "sep=;\nname;city\nA;X\n"
    assert separator_of(text) == ";"
    assert list(parse(text, ";")) == [(2, ["name", "city"]), (3, ["A", "X"])]


def test_one_column_has_no_separator():
    assert separator_of("name\nA\nB\n") == ","


def test_rows_are_numbered_as_a_spreadsheet_does():
    text = 'name,note\r\n"A","two\r\nlines"\r\n\r\n,\r\nB,x\r\n'
    assert list(parse(text, ",")) == [(1, ["name", "note"]), (2, ["A", "two\r\nlines"]), (5, ["B", "x"])]


def test_carriage_returns_alone_end_lines():
    assert [row for _n, row in parse("a,b\rc,d\r", ",")] == [["a", "b"], ["c", "d"]]


def test_an_open_quote_is_named_by_its_line():
    rows = "a,b\n" + '"x\ny",z\n' * 3 + 'p,"open\n' + "q,r\n" * 1000
    with pytest.raises(ValidationError) as error:
        list(parse(rows, ","))
    assert error.value.values["line"] == 8
    with pytest.raises(ValidationError) as error:
        list(parse('a,b\n"x\ny","open\nq\n', ","))
    assert error.value.values["line"] == 3


def test_a_quote_within_a_cell_is_no_trouble():
    assert list(parse('a,b\n5" pipe,"He said ""no"""\n', ","))[1] == (2, ['5" pipe', 'He said "no"'])


CELL = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=8), st.sampled_from(SEPARATORS))
def test_what_csv_writes_is_read_again(rows, separator):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    text = file.getvalue()
    if not text.lower().startswith("sep="):
        assert [row for _n, row in parse(text, separator)] == [row for row in rows if any(c.strip() for c in row)]
