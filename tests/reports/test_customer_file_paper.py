"""客户档案表 with all eight dimensions: fields, parts, the group, own fields, amounts in capitals; blank ones to write on."""

from datetime import date

import pytest

from app.i18n import gettext_text, use_language
from app.models import Customer, Employee
from app.models.firm_lists import CustomField
from app.reports import build
from app.reports.document import FormGrid, Heading, Table
from app.reports.pdf import render_bytes
from app.services import customer_parts, customers, records
from tests.reports.reading import pypdf_text

DIMENSIONS = (
    "Basic information", "Ownership and organisation", "Business and strategy", "Finance and credit", "Decision-makers",
    "Needs and buying", "Dealings and service", "Competition",
)  # fmt: skip


def fill(session):
    owner = records.create(session, Employee, {"name": "陈立"})
    key = customers.add(session, {
        "name": "华信钢构有限公司", "owner_id": owner, "filled_by_id": owner, "project_no": "XM-26-007",
        "registered_capital": 800_000_000, "bank_account": "6222021234567890123", "phone": "13800138000",
    })  # fmt: skip
    customer_parts.add(session, "shareholders", key, {"name": "张建国", "share": 7000})
    customer_parts.add(session, "shareholders", key, {"name": "员工持股", "share": 4000})
    customer_parts.add(session, "needs", key, {"name": "法兰", "yearly_amount": 1_250_000})
    weakness = {"kind": "weakness", "name": "审批慢", "counter": "提前报批", "responsible_id": owner}
    customer_parts.add(session, "traits", key, weakness)
    customer_parts.add(session, "agreements", key, {"name": "年度框架合同", "ends_on": date(2026, 9, 30)})
    customers.add(session, {"name": "华信安装", "parent_id": key})


def paper(store, key, language, **parameters):
    document = store.read(build, key, language, **parameters)
    data, result = render_bytes(document)
    return document, pypdf_text(data), result


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", ["customer-file", "blank-customer"])
def test_the_eight_dimensions_stand_in_their_order(store, language, key):
    store.write("x", fill)
    parameters = {"customer": "KH000001"} if key == "customer-file" else {}
    document, _text, result = paper(store, key, language, **parameters)
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    with use_language(language):
        wanted = [f"{place} {gettext_text(title)}" for place, title in enumerate(DIMENSIONS, 1)]
    assert [each for each in headings if each in wanted] == wanted
    assert result.missing == ()


def test_everything_that_hangs_on_a_firm_is_printed(store):
    store.write("x", fill)
    document, text, _result = paper(store, "customer-file", "zh", customer="KH000001")
    for word in ("张建国", "70%", "法兰", "¥12,500.00", "审批慢", "提前报批", "华信安装", "XM-26-007", "陈立", "捌佰万元整",
                 "62220212345678", "13800138000", "年度框架合同", "2026-09-30"):  # fmt: skip
        assert word in text, word
    notes = [note for block in document.blocks if isinstance(block, Table) for note in block.notes]
    assert len(notes) == 1
    assert "110%" in notes[0].replace(" ", "")


def test_amounts_are_written_out_on_chinese_forms_only(store):
    store.write("x", fill)
    assert "元整" not in paper(store, "customer-file", "en", customer="KH000001")[1]


def test_the_boxes_of_who_is_responsible_come_first(store):
    store.write("x", fill)
    document, _text, _result = paper(store, "customer-file", "en", customer="KH000001")
    first = next(block for block in document.blocks if isinstance(block, FormGrid))
    assert [(box.label, box.value) for box in first.fields[:4]] == [
        ("Customer no. *", "KH000001"), ("Project no.", "XM-26-007"), ("Salesperson *", "陈立"), ("Filled in by *", "陈立"),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "blank"), [("company", "blank-customer"), ("person", "blank-person")])
def test_own_fields_stand_on_the_form_and_on_its_blank(store, kind, blank):
    field = {"target": "customers", "name": "会员卡号", "kind": "line"}
    grade = {"target": "customers", "name": "季度评级", "kind": "choice", "options": "甲\n乙"}
    key = store.write("f", records.create, CustomField, field).value
    store.write("f", records.create, CustomField, grade)
    store.write("c", records.create, Customer, {"name": "李静", "kind": kind, f"own.{key.hex}": "VIP-1"})
    _document, text, _result = paper(store, "customer-file", "zh", customer="KH000001")
    assert "会员卡号" in text
    assert "VIP-1" in text
    _document, text, _result = paper(store, blank, "zh")
    assert "会员卡号" in text
    assert "□甲□乙" in text
