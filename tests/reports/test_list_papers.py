"""Lists, labels and prospect cards on paper: what is printed, what is left out and said so, pages looked at."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from app.errors import ValidationError
from app.i18n import use_language
from app.models import Contact, Customer
from app.models.customer_parts import Competitor, Need
from app.reports import build
from app.reports.document import FormGrid, Label, LabelSheet, Table
from app.reports.label_pages import fitted
from app.reports.labels import LAYOUTS
from app.reports.pdf import render_bytes
from app.services import list_words, prospects, records
from app.services.lists import Filter, ListQuery
from tests.reports.reading import darkness, picture, pypdf_text, squeezed

LIST = ListQuery("customers", ("name", "grade", "phone"), "name")


def customers(store, count, **values):
    rows = [{"name": f"客户{number:03d}", "kind": "company", **values} for number in range(1, count + 1)]
    return store.write("made", records.create_many, Customer, rows).value


def paper(store, key, language="en", **parameters):
    document = store.read(build, key, language, **parameters)
    data, result = render_bytes(document)
    return document, pypdf_text(data), result


def test_a_list_prints_as_it_is_shown(store):
    customers(store, 3, grade="gold", phone="13800138000")
    customers(store, 1, grade="silver")
    query = ListQuery("customers", ("name", "grade", "phone"), "name", filters=(Filter("grade", "in", ("gold",)),))
    document, text, _result = paper(store, "list", query=query)
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [column.label for column in table.columns] == ["Customer no.", "Name", "Grade", "Phone"]
    assert [row[1] for row in table.rows] == ["客户001", "客户002", "客户003"]
    assert table.rows[0][3] == "138 0013 8000"
    assert squeezed("Filtered by Grade: Gold") in text
    assert squeezed("3 rows") in text


def test_a_long_list_takes_pages_that_are_counted(store):
    customers(store, 90)
    _document, text, result = paper(store, "list", query=LIST)
    assert result.pages > 1
    assert f"Page{result.pages}of{result.pages}" in text
    assert text.count("Customerno.") == result.pages  # the head on every page


def test_wide_lists_lie_across(store):
    customers(store, 1)
    wide = ListQuery("customers", ("name", "grade", "status", "owner_id", "phone", "email", "address"), "name")
    data, _result = render_bytes(store.read(build, "list", "en", query=wide))
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert box.width > box.height


def test_what_does_not_fit_is_said(store, monkeypatch):
    monkeypatch.setattr("app.reports.list_paper.MOST", 5)
    customers(store, 7)
    document, text, _result = paper(store, "list", query=LIST)
    assert document.note == "The first 5 of 7 rows."
    assert squeezed(document.note) in text


def test_a_filter_reads_in_the_papers_language(store):
    day = date(2026, 8, 1)
    filters = (Filter("won_on", "from", (day,)), Filter("starred", "in", (True,)), Filter("grade", "not_in", ("gold", "watch")))
    query = ListQuery("customers", ("name",), "name", text="hx", filters=filters)
    assert store.read(list_words.words, query) == [
        "found by “hx”", "Won on from 2026-08-01 on", "Starred: Yes", "Grade: not Gold, Watch",
    ]  # fmt: skip
    with use_language("zh"):
        assert "金牌" in store.read(list_words.words, query)[3]


def test_an_empty_list_says_so(store):
    _document, text, result = paper(store, "list", query=LIST)
    assert squeezed("There is nothing in this list.") in text
    assert result.pages == 1


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda each: each.key)
def test_labels_fill_their_sheets(store, layout):
    each = layout.sheet.columns * layout.sheet.rows
    customers(store, each + 1, address="广东省深圳市建设路 8 号", postcode="518000")
    document, text, result = paper(store, "labels", "zh", query=LIST, sheet=layout.key)
    assert result.pages == 2
    assert len(document.labels) == each + 1
    assert text.count("518000") == each + 1
    assert layout.sheet.left * 2 + layout.sheet.columns * layout.sheet.width + layout.sheet.gap * (
        layout.sheet.columns - 1
    ) == pytest.approx(210, abs=0.6)
    assert layout.sheet.top * 2 + layout.sheet.rows * layout.sheet.height == pytest.approx(297, abs=0.6)


def test_the_order_on_a_label_is_that_of_the_language(store):
    store.write("x", records.create, Customer, {
        "name": "李静", "kind": "person", "form_of_address": "ms", "address": "建设路 8 号", "postcode": "518000",
    })  # fmt: skip
    (english,) = store.read(build, "labels", "en", query=LIST).labels
    assert (english.name, english.lines, english.last) == ("Ms 李静", ("建设路 8 号", "518000"), False)
    (chinese,) = store.read(build, "labels", "zh", query=LIST).labels
    assert chinese.lines == ("518000", "建设路 8 号")
    assert chinese.last
    assert "李静" in chinese.name


def test_who_has_no_address_is_counted(store):
    customers(store, 2, address="A")
    customers(store, 3)
    document, _text, _result = paper(store, "labels", query=LIST)
    assert len(document.labels) == 2
    assert document.note == "3 customers have no address and get no label."
    with pytest.raises(ValidationError):
        store.read(build, "labels", "en", query=LIST, sheet="1x1")


def test_one_customer_alone_gets_one_label(store):
    first, _second = customers(store, 2, address="A")
    query = ListQuery("customers", ("name",), "name", filters=(Filter("id", "in", (first,)),))
    assert [label.name for label in store.read(build, "labels", "en", query=query).labels] == ["客户001"]


def test_an_endless_address_is_fitted_into_its_label():
    lines, style = fitted(Label("很长的名称" * 20, ("地址" * 80, "518000")), 170, 80)
    assert len(lines) * style.leading <= 80
    assert lines[-1][0].endswith("…")


def test_labels_are_drawn_where_the_sheet_has_them(store):
    customers(store, 1, address="广东省深圳市南山区建设路 8 号科技大厦", postcode="518000")
    data, _result = render_bytes(store.read(build, "labels", "zh", query=LIST))
    page = picture(data)
    assert darkness(page, 0.0, 0.0, 0.33, 0.125) > 0.01
    assert darkness(page, 0.34, 0.0, 1.0, 1.0) == 0
    assert isinstance(LAYOUTS[0].sheet, LabelSheet)


def prospect(session, name, **values):
    key = prospects.add(session, {"name": name, "prospect_grade": "A", "fit": "industry,need", **values})
    records.create(session, Contact, {"customer_id": key, "name": "王工"})
    records.create(session, Need, {"customer_id": key, "name": "不锈钢球阀"})
    records.create(session, Competitor, {"customer_id": key, "name": "对手甲"})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_prospect_cards_stand_two_on_a_sheet(store, language):
    for number in range(5):
        store.write("x", prospect, f"潜客{number}", expected_amount=12_000_000)
    document, text, result = paper(store, "prospect-cards", language)
    assert result.pages == 3
    for word in ("QK000001", "QK000005", "潜客4", "王工", "不锈钢球阀", "对手甲", "120,000.00"):
        assert word in text
    grids = [block for block in document.blocks if isinstance(block, FormGrid)]
    assert "50" in [box.value for box in grids[0].fields]
    if language == "zh":
        assert "壹拾贰万元整" not in text  # a card is no document of money


def test_blank_cards_are_blank(store):
    document, _text, result = paper(store, "blank-prospect", "zh")
    assert result.pages == 1
    for block in document.blocks:
        if isinstance(block, FormGrid):
            assert all(box.value == "" and not box.chosen for box in block.fields)


def firm_with(store, *people):
    firm = store.write("x", records.create, Customer, {
        "name": "华信钢构有限公司", "address": "建设路 8 号", "postcode": "518000", "region": "广东省深圳市",
    }).value  # fmt: skip
    for person in people:
        store.write("y", records.create, Contact, {"customer_id": firm, **person})
    return firm


def test_a_firms_label_names_who_decides(store):
    firm_with(store, {"name": "王芳", "title": "总经理", "role": "decider"}, {"name": "周工", "form_of_address": "mr"})
    (chinese,) = store.read(build, "labels", "zh", query=LIST).labels
    assert chinese.lines == ("518000", "广东省深圳市建设路 8 号", "华信钢构有限公司")
    assert chinese.name == "王芳 总经理 收"
    assert chinese.last
    (english,) = store.read(build, "labels", "en", query=LIST).labels
    assert (english.name, english.lines) == ("王芳", ("华信钢构有限公司", "建设路 8 号, 广东省深圳市", "518000"))


@pytest.mark.parametrize(
    ("people", "name"),
    [
        (({"name": "周工", "form_of_address": "ms"},), "周工 女士 收"),
        (({"name": "王芳"}, {"name": "周工"}), "华信钢构有限公司 收"),
        (({"name": "王芳", "role": "decider", "has_left": True}, {"name": "周工"}), "周工 收"),
        ((), "华信钢构有限公司 收"),
    ],
)
def test_a_label_names_nobody_where_it_is_open_whom(store, people, name):
    firm_with(store, *people)
    (label,) = store.read(build, "labels", "zh", query=LIST).labels
    assert label.name == name
