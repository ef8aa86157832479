"""A ledger of customers that names their people beside them (客户名称, 联系人, 手机, 职务): both come in, in one step."""

import pytest

from app.exchange import existing
from app.exchange.apply import apply, changes_anything, label_of
from app.exchange.beside import people_in
from app.exchange.listing import listing
from app.exchange.mapping import likely_entity, propose
from app.exchange.plan_types import ImportOptions, sentence
from app.exchange.reading import read_sheet
from app.exchange.sheet import ReadOptions
from app.exchange.whole_file import mappings_of, plan_file
from app.models import Contact, Customer
from app.services import records
from app.store.changes import Label

LEDGER = """序号,客户名称,统一社会信用代码,电话,联系人,手机,职务,地址,备注
1,宁波江北重庆路餐饮设备有限公司,,0574-87654321,张三,138 0574 8888,采购经理,江北区1号,
2,宁波保税区曾记贸易有限公司,,,李四、王五,13905740001、13905740002,总经理,保税区2号,老客户
3,宁波高新区解氏科技有限公司,,,无,13805740003,,高新区3号,
4,宁波保税区曾记贸易有限公司,,,赵六,13905740004,会计,保税区2号,老客户
5,孙七,,,孙七,13905740005,,海曙区5号,
6,慈溪周氏模具厂,,,周八（厂长） 13905740006,,,慈溪6号,
7,,,,吴九,13905740007,,奉化7号,
8,余姚郑记五金厂,,,"钱先生,冯小姐",13905740008,业务,余姚8号,
9,余姚郑记五金厂,,,"钱先生,冯小姐",13905740008,业务,余姚8号,
"""


def ledger(tmp_path, text=LEDGER):
    path = tmp_path / "ledger.csv"
    path.write_text(text, encoding="utf-8")
    return read_sheet(path, ReadOptions())


def dry_run(store, sheet, **options):
    return store.read(plan_file, sheet, mappings_of(sheet, "customers"), ImportOptions(**options))


def bring_in(store, sheet, **options):
    made = dry_run(store, sheet, **options)
    if changes_anything(made):
        store.write(Label(*label_of(made)), apply, made)
    return made


def people(store):
    found = store.read(listing, "contacts")
    return sorted((one["customer"], one["name"], one.get("phone"), one.get("title")) for one in found)


def test_a_messy_ledger_brings_customers_and_their_people_in_one_step(store, tmp_path):
    sheet = ledger(tmp_path)
    assert likely_entity(sheet) == "customers"
    made = bring_in(store, sheet)
    assert made.counts == {"created": 6, "updated": 0, "unchanged": 1, "refused": 1, "duplicates": 1}
    assert people(store) == [
        ("余姚郑记五金厂", "冯小姐", None, None),
        ("余姚郑记五金厂", "钱先生", "13905740008", "业务"),
        ("宁波保税区曾记贸易有限公司", "李四", "13905740001", "总经理"),
        ("宁波保税区曾记贸易有限公司", "王五", "13905740002", None),
        ("宁波保税区曾记贸易有限公司", "赵六", "13905740004", "会计"),
        ("宁波江北重庆路餐饮设备有限公司", "张三", "138 0574 8888", "采购经理"),
        ("慈溪周氏模具厂", "周八", "13905740006", "厂长"),
    ]
    firms = {one["name"]: one for one in store.read(listing, "customers")}
    first = firms["宁波江北重庆路餐饮设备有限公司"]
    assert (first["phone"], first["mobile"]) == ("0574-87654321", None)
    assert firms["宁波高新区解氏科技有限公司"]["mobile"] == "13805740003", "nobody is named: the number is the customer's"
    assert firms["孙七"]["mobile"] == "13905740005", "a customer is not its own decision-maker"
    assert (len(firms), made.rows_in()) == (6, 7)
    assert [(entity, part.counts["created"]) for entity, part in made.result().parts] == [("customers", 6), ("contacts", 7)]
    told = {"customers": 6, "contacts": 7, "created": 13, "updated": 0, "unchanged": 1}
    assert label_of(made)[1] == {**told, "file": "ledger.csv"}
    store.undo()
    assert people(store) == []
    assert store.read(listing, "customers") == []


def keyed(session, entity):
    ids = [one for one, _columns in existing.keyed(session, entity, ("id",))]
    return [{"id": one, **values} for one, values in existing.full(session, entity, ids).items()]


def test_the_same_ledger_again_changes_nothing_and_a_mended_one_only_what_it_says(store, tmp_path):
    bring_in(store, ledger(tmp_path))
    before = people(store)
    again = dry_run(store, ledger(tmp_path))
    assert not changes_anything(again), [one for one in again.people.outcomes if one.action != "unchanged"]
    mended = LEDGER.replace("138 0574 8888,采购经理", "13805749999,采购总监").replace("赵六,13905740004", "赵六六,13905740004")
    made = bring_in(store, ledger(tmp_path, mended))
    assert [(row, one.action) for row, one in made.people_in()] == [(2, "updated"), (5, "created")]
    assert set(people(store)) - set(before) == {
        ("宁波江北重庆路餐饮设备有限公司", "张三", "13805749999", "采购总监"),
        ("宁波保税区曾记贸易有限公司", "赵六六", "13905740004", "会计"),
    }


@pytest.mark.parametrize(("header", "fields"), [
    ("客户名称,联系人,手机,地址", ["name", "contact_name", "contact_phone", "address"]),
    ("客户名称,联系人,电话,地址", ["name", "contact_name", "phone", "address"]),
    ("客户名称,公司电话,联系人,联系电话", ["name", "phone", "contact_name", "contact_phone"]),
    ("客户名称,联系人,联系电话,公司电话", ["name", "contact_name", "contact_phone", "phone"]),
    ("客户名称,手机,联系人姓名,联系人手机,联系人职务", ["name", "mobile", "contact_name", "contact_phone", "contact_title"]),
    ("客户名称,手机,职务,联系人电话", ["name", "mobile", "position", ""]),
    ("联系人,手机,地址", ["", "mobile", "address"]),
])  # fmt: skip
def test_whose_a_phone_is_follows_from_the_columns_beside_it(tmp_path, header, fields):
    sheet = ledger(tmp_path, f"{header}\n{','.join('甲' for _name in fields)}\n")
    assert [one.field for one in propose("customers", sheet).columns] == fields


def test_two_firms_of_one_name_keep_their_own_people_and_a_row_outside_brings_nobody(store, tmp_path):
    text = """客户名称,统一社会信用代码,联系人,手机,地址
甲公司,91330200MA2AGXXX0A,张三,13805740001,一路
甲公司,91440300708461136T,李四,13805740002,二路
甲公司,91440300708461136T,王五,13805740003,三路
甲公司,91440300708461136T,赵六,13805740004,二路
"""
    made = bring_in(store, ledger(tmp_path, text))
    assert [one.action for one in made.outcomes] == ["created", "created", "duplicates", "unchanged"]
    codes = {one["id"]: one["credit_code"][1:3] for one in store.read(keyed, "customers")}
    found = sorted((one["name"], codes[one["customer_id"]]) for one in store.read(keyed, "contacts"))
    assert found == [("张三", "13"), ("李四", "14"), ("赵六", "14")]
    assert "Address" in sentence(made.outcomes[2].reason)


def test_people_of_a_customer_that_was_there_are_found_by_name(store, tmp_path):
    firm = store.write("c", records.create, Customer, {"name": "甲公司"}).value
    store.write("p", records.create, Contact, {"name": "张三", "customer_id": firm})
    made = bring_in(store, ledger(tmp_path, "客户名称,联系人,手机,联系人邮箱\n甲公司,张三,13805740001,zhang\n"))
    assert [(row, one.action) for row, one in made.people_in()] == [(2, "updated")]
    assert people(store) == [("甲公司", "张三", "13805740001", None)]
    assert [(one.row, one.field) for one in made.problems] == [(2, "contact_email")]
    assert "联系人邮箱: zhang" in store.read(listing, "contacts")[0]["notes"]


@pytest.mark.parametrize(("cell", "names"), [
    ("", []), ("-", []), ("暂无", []), ("13805740001", []), ("甲公司", []),
    ("Smith, John", ["Smith, John"]), ("张三/李四", ["张三", "李四"]),
    ("张经理13805740001\n李工：0574-87654321", ["张经理", "李工"]),
    ("阿卜杜拉·买买提", ["阿卜杜拉·买买提"]), ("王芳(女)", ["王芳"]),
])  # fmt: skip
def test_who_stands_in_a_cell(cell, names):
    assert [one["contact_name"] for one in people_in({"contact_name": cell}, "甲公司")] == names
