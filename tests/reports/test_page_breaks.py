"""Where a paper is torn: boxes to sign never stand alone, nor do single rows of a table."""

import io

import pytest
from pypdf import PdfReader

from app.reports import document as doc
from app.reports.pdf import render_bytes
from tests.reports.reading import squeezed

COLUMNS = (doc.Column("A", weight=1),)


def pages(*blocks, **more):
    data, _result = render_bytes(doc.Document("T", blocks, signatures=("Signed",), language="en", **more))
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def rows(count):
    return doc.Table(COLUMNS, tuple((f"row{place}.",) for place in range(count)))


@pytest.mark.parametrize("lines", range(30, 52, 2))
def test_nobody_signs_a_page_that_says_nothing(lines):
    signed = (doc.Lines(3, "Measures"), doc.Paragraph("Definitions", quiet=True))
    *_others, last = pages(doc.Paragraph("\n".join("x" * lines)), *signed)
    assert "Signed" in last
    assert "Measures" in last
    assert "Definitions" in last


def test_what_ends_across_is_signed_across():
    only = pages(doc.Landscape((doc.Paragraph("wide"),)))
    assert ["Signed" in page for page in only] == [False, True]
    assert "wide" in only[1]
    *_others, last = pages(doc.Paragraph("up"), doc.Landscape((doc.Paragraph("wide"),)), doc.Paragraph("down"))
    assert "down" in last
    assert "Signed" in last


@pytest.mark.parametrize("lines", range(28, 52, 2))
@pytest.mark.parametrize("count", [7, 40])
def test_three_rows_of_a_table_stay_together(lines, count):
    found = pages(doc.Paragraph("\n".join("x" * lines)), rows(count))
    held = [sum(f"row{place}." in page for place in range(count)) for page in found]
    assert sum(held) == count
    assert all(one == 0 or one >= 3 for one in held)


def test_a_few_rows_are_not_torn():
    for lines in range(30, 50):
        found = pages(doc.Paragraph("\n".join("x" * lines)), rows(4))
        assert [sum(f"row{place}." in page for place in range(4)) for page in found if "row" in page] == [4]
