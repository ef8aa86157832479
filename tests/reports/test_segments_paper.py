"""客户细分报告 (R-04): hand-made customers, read back from the pages and the command line in both languages."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from app import cli, reports
from app.errors import ValidationError
from app.i18n import gettext_text, use_language
from app.models import Customer
from app.models.customer_parts import Need
from app.models.order import Order
from app.reports.document import Document, Table
from app.reports.pdf import render_bytes
from app.services import customer_policies, records
from app.store.store import Store
from tests.reports.reading import squeezed

AS_OF = date(2026, 6, 30)
LANGUAGES = ("zh", "en")
NOW, BEFORE = date(2026, 3, 2), date(2025, 3, 2)
FIRMS = (
    # name, class, size, industry, place, sold before, sold, cost
    ("甲", "gold", "L", "C", "440300", 500_000, 600_000, 420_000),
    ("乙", "gold", "L", "C", "320500", 100_000, 200_000, 140_000),
    ("丙", "silver", "S", "C", "440100", 300_000, 100_000, 95_000),
    ("丁", "silver", "S", "C", None, 100_000, 50_000, 47_000),
    ("戊", "silver", "S", "F", None, 100_000, 50_000, None),
)


def made(session: Any) -> None:
    for name, grade, size, industry, place, before, net, cost in FIRMS:
        values = {"name": name, "grade": grade, "size": size, "industry": industry, "region_code": place}
        firm = records.create(session, Customer, {**values, "company_type": "company", "latent_needs": "备件寄售"})
        for day, amount, spent in ((BEFORE, before, None), (NOW, net, cost)):
            order = {"customer_id": firm, "ordered_on": day, "net": amount * 100, "cost": None if spent is None else spent * 100}
            records.create(session, Order, order)
        if grade == "silver":
            need = {"customer_id": firm, "name": "交货快", "importance": "5", "expectation": "5", "performance": "2"}
            records.create(session, Need, need)
    records.create(session, Customer, {"name": "张三", "kind": "person"})
    policy = {"grade": "gold", "payment": "九十天账期", "price": "一口价", "reward": "年底返利", "begins_on": BEFORE}
    customer_policies.save(session, policy)


@pytest.fixture
def base(store: Store) -> Store:
    store.write("x", made)
    return store


def said(language: str, text: str, **values: Any) -> str:
    with use_language(language):
        return squeezed(gettext_text(text).format(**values))


def paper(store: Store, language: str = "en") -> Document:
    document: Document = store.read(reports.build, "segments", language, day=AS_OF)
    return document


def table(document: Document, label: str) -> Table:
    return next(block for block in document.blocks if isinstance(block, Table) and block.columns[0].label == label)


def test_each_segment_has_its_figures(base: Store) -> None:
    document = paper(base)
    assert table(document, "Class").rows == (
        ("Gold", "2 (33.3%)", "800,000", "80.0%", "30.0%", "33.3%", "400,000", 0, "0.0"),
        ("Silver", "3 (50.0%)", "200,000", "20.0%", "5.3%", "−60.0%", "66,667", 0, "0.0"),
        ("None yet", "1 (16.7%)", "0", "0.0%", None, None, None, 0, None),
    )
    assert [(row[0], row[1]) for row in table(document, "Size").rows] == [
        ("Large", "2 (33.3%)"), ("Small", "3 (50.0%)"), ("Private customer", "1 (16.7%)")]  # fmt: skip
    assert [row[0] for row in table(document, "Region").rows] == ["South China", "East China", "Not filled in"]
    assert table(document, "Size ↓ and class →").rows[0] == ("Large", "2 · 80.0%", "", "")


def test_what_stands_out_is_told_with_what_follows(base: Store) -> None:
    rows = {(row[0], row[1]): row[2] for row in table(paper(base), "Segment").rows}
    assert rows["Class: Silver", "Sales fell by 60.0%."] == "Ask its largest customers why."
    told = [found for _segment, found in rows]
    assert "Margin 5.3%, 26.1% for all." in told
    assert "交货快: 5.0 expected, 2.0 met." in told
    assert "0.0 visits each, 15 due a year." in told
    assert not any(segment == "Class: Gold" for segment, _found in rows)  # two customers are no segment that says anything


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_needs_and_treatment(base: Store, language: str) -> None:
    content, result = render_bytes(paper(base, language))
    text = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    for words in ("VI Treatment by segment", "Important: win back", "Never ordered: win as prospects, or close the file.",
                  "Approved by"):  # fmt: skip
        assert said(language, words) in text, words
    for words in ("九十天账期", "一口价", "年底返利", "交货快", "备件寄售", "KHXF-20260630"):
        assert words in text, words
    assert said(language, "{count} of {all}", count=3, all=3) in text
    assert result.pages <= 4
    assert "■" not in text


def test_an_empty_base_says_so(store: Store) -> None:
    assert "There are no customers yet." in str(paper(store).blocks)
    store.write("x", records.create, Customer, {"name": "新客"})
    assert "No needs are recorded" in str(paper(store).blocks)
    assert "Nothing was sold in the period." in str(paper(store).blocks)
    assert render_bytes(paper(store, "zh"))[1].pages <= 4
    firm = store.write("x", records.create, Customer, {"name": "不分类"}).value
    store.write("x", records.create, Order, {"customer_id": firm, "ordered_on": NOW, "net": 5_00})
    assert "Nothing was sold in the period." not in str(paper(store).blocks)


def test_it_is_printed_from_the_command_line(base: Store, tmp_path: Any) -> None:
    place, target = base.path, tmp_path / "paper.pdf"
    base.close()
    asked = ["report", "segments", "--as-of", "2026-06-30", "--out", str(target), "--lang", "en"]
    assert cli.main(["--data", str(place), *asked]) == 0
    assert "800,000" in "".join(page.extract_text() for page in PdfReader(target).pages)


def test_a_day_may_be_text_and_one_far_off_is_refused(store: Store) -> None:
    """A period that ends in the year 1, or begins after the last one, has no calendar."""
    keys = [each.key for each in reports.REPORTS if each.parameters == ("day",)]
    assert {"segments", "customers", "profit", "ranking", "receivables"} <= set(keys)
    for key in keys:
        for day in ("0001-01-05", date.max):
            with pytest.raises(ValidationError) as refused:
                store.read(reports.build, key, "en", day=day)
            assert refused.value.field == "day"
        assert store.read(reports.build, key, "en", day="2150-12-31").number.endswith("21501231")


def test_only_grades_are_filled_in_by_grading(store: Store) -> None:
    for name in "甲乙丙":
        store.write("x", records.create, Customer, {"name": name})
    rows = {row[0]: row[2] for row in table(paper(store), "Segment").rows}
    assert rows["Class: None yet"] == "Grade the customers."
    assert rows["Size: Not filled in"] == rows["Region: Not filled in"] == "Fill in the files."
