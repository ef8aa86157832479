"""Card files through the child, the plan and the command line: firms become customers, people are linked to their firms."""

import json

import pytest

from app import cli
from app.errors import ValidationError
from app.exchange.apply import apply, label_of
from app.exchange.card_file import proposed_entity, shortened
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from app.exchange.sheet import Trouble
from app.i18n import set_language
from app.store.changes import Label
from tests.exchange.card_text import card, sheet_here

FIRM = card("FN:", "N:;;;;", "ORG:菜鸟", "X-ABShowAs:COMPANY", "TEL;TYPE=CELL:4001787878", "TEL;TYPE=CELL:95543",
            "TEL;TYPE=CELL:13800138000", "URL:https://x.cn")  # fmt: skip
PEOPLE = card(
    "N:王;芳;;;", "FN:王芳", "ORG:深圳市华强电子有限公司;采购部", "TITLE:经理", "TEL;TYPE=CELL:13800138001",
    "TEL;TYPE=WORK:0755-88888888", "TEL;TYPE=HOME:0755-1", "TEL;TYPE=WORK,FAX:0755-2", "EMAIL;TYPE=WORK:a@b.cn",
    "EMAIL:c@d.cn", "EMAIL:no mail", "X-QQ:10001", "BDAY:1980-05-06", "ADR;TYPE=WORK:;;科技路1号;深圳市;广东省;518000;中国",
    "NOTE:老客户\\n喜欢喝茶", "CATEGORIES:VIP,展会", "GENDER:F",
) + card("FN:李雷", "ORG:深圳市华强电子有限公司", "TEL:13800138002")  # fmt: skip


def bring_in(store, entity, sheet):
    made = store.read(plan, entity, sheet, propose(entity, sheet))
    result = store.write(Label(*label_of(made)), apply, made).value.as_json()
    assert sum(result[key] for key in ("created", "updated", "unchanged", "refused", "duplicates")) == result["rows"]
    again = store.read(plan, entity, sheet, propose(entity, sheet)).result().as_json()
    assert (again["created"], again["updated"]) == (0, 0)
    return result


def in_file(tmp_path, data, name="people.vcf"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_firm_is_a_customer(store, tmp_path):
    path = in_file(tmp_path, FIRM)
    assert proposed_entity(path) == "customers"
    result = bring_in(store, "customers", read_sheet(path))
    assert (result["created"], result["problems"]) == (1, [])
    (firm,) = store.read(listing, "customers")
    assert (firm["name"], firm["kind"], firm["phone"], firm["mobile"]) == ("菜鸟", "company", "4001787878", "13800138000")
    assert (firm["website"], firm["notes"], firm["employer"]) == ("https://x.cn", "Phone: 95543", None)


def test_people_are_linked_to_their_firm(store, tmp_path):
    path = in_file(tmp_path, PEOPLE)
    assert proposed_entity(path) == "contacts"
    result = bring_in(store, "contacts", read_sheet(path))
    assert (result["created"], [one["name"] for one in store.read(listing, "customers")]) == (2, ["深圳市华强电子有限公司"])
    lei, fang = sorted(store.read(listing, "contacts"), key=lambda one: one["phone"], reverse=True)
    assert (fang["customer"], fang["department"], fang["title"]) == (lei["customer"], "采购部", "经理")
    assert (fang["phone"], fang["office_phone"], lei["phone"]) == ("13800138001", "0755-88888888", "13800138002")
    assert (fang["email"], fang["qq"], fang["birthday"], fang["gender"]) == ("a@b.cn, c@d.cn", "10001", "1980-05-06", "2")
    assert fang["workplace"] == "广东省深圳市科技路1号"
    assert fang["notes"].split("\n") == [
        "老客户", "喜欢喝茶", "Phone (home): 0755-1", "Email: no mail", "Fax: 0755-2", "Postcode: 518000", "Tags: VIP,展会",
    ]  # fmt: skip
    assert [(one["row"], one["field"]) for one in result["problems"]] == [(1, "email"), (1, "customer")]


def test_people_as_private_customers(store, tmp_path):
    bring_in(store, "customers", read_sheet(in_file(tmp_path, PEOPLE)))
    fang = next(one for one in store.read(listing, "customers") if one["name"] == "王芳")
    assert (fang["kind"], fang["employer"], fang["position"], fang["fax"]) == (
        "person",
        "深圳市华强电子有限公司",
        "经理",
        "0755-2",
    )
    assert (fang["mobile"], fang["phone"], fang["postcode"], fang["tags"]) == (
        "13800138001",
        "0755-88888888",
        "518000",
        "VIP,展会",
    )


def test_own_notes_stay_when_the_phone_comes_in_again(store):
    sheet = sheet_here(card("FN:Ann", "ORG:A", "NOTE:from the phone"))
    bring_in(store, "contacts", sheet)
    assert store.read(listing, "contacts")[0]["notes"] == "from the phone"
    later = sheet_here(card("FN:Ann", "ORG:A", "NOTE:other words"))
    bring_in(store, "contacts", later)
    assert store.read(listing, "contacts")[0]["notes"] == "from the phone\nother words"


def test_a_card_is_counted_by_its_line(store):
    sheet = sheet_here(FIRM + card("REV:1") + PEOPLE)
    assert (sheet.numbers, sheet.header_row, sheet.entity) == ((1, 12, 16, 36), 0, "cards")
    result = bring_in(store, "contacts", sheet)
    assert (result["rows"], result["created"], result["refused"]) == (4, 3, 1)
    assert {"row": 12, "field": "name", "message": "The name is missing."} in result["problems"]


def test_what_has_no_field_is_told():
    sheet = sheet_here(
        card("FN:A", "PHOTO;ENCODING=b:iVBORw0KGgo=", "KEY:x", "CLASS:1") + card("FN:B", "PHOTO;ENCODING=b:iVBORw0KGgo=")
    )
    assert [one.message.format(**dict(one.values)) for one in sheet.troubles] == [
        "Lines for programs were left out: KEY, CLASS.",
    ]  # fmt: skip


def test_too_long_values_are_lines(store):
    bring_in(store, "contacts", sheet_here(card("FN:Ann", f"X-QQ:{'9' * 30}", f"TITLE:{'t' * 130}", f"ORG:A;{'d' * 90}")))
    (ann,) = store.read(listing, "contacts")
    assert (ann["qq"], ann["title"], ann["department"]) == (None, None, None)
    assert ann["notes"].split("\n") == [f"Department: {'d' * 90}", f"Position: {'t' * 130}", f"QQ: {'9' * 30}"]


def test_in_chinese(store, tmp_path):
    set_language("zh")
    sheet = read_sheet(in_file(tmp_path, PEOPLE))
    assert sheet.header[:3] == ("名称", "类型", "企业")
    bring_in(store, "contacts", sheet)
    fang = next(one for one in store.read(listing, "contacts") if one["name"] == "王芳")
    assert "电话 (住宅): 0755-1" in fang["notes"].split("\n")
    assert "类型" not in fang["notes"]


def test_a_column_sent_elsewhere_by_hand(store):
    sheet = sheet_here(PEOPLE)
    mapping = propose("contacts", sheet).with_choice("Company", "workplace").with_choice("QQ", "")
    made = store.read(plan, "contacts", sheet, mapping)
    assert made.outcomes[0].values["workplace"] == "深圳市华强电子有限公司"
    assert "QQ: 10001" in made.outcomes[0].values["notes"]


def test_a_file_without_cards(tmp_path):
    with pytest.raises(ValidationError, match="holds no card"):
        read_sheet(in_file(tmp_path, b"BEGIN:VCARD-X\r\nFN:A\r\n"))


def test_limits_are_sentences(tmp_path):
    with pytest.raises(ValidationError, match=r"people\.vcf: Line 101: more than 100 parts"):
        read_sheet(in_file(tmp_path, b"BEGIN:VCARD\r\n" * 5_000))


def test_two_thousand_troubles_are_enough():
    many = [Trouble(row, "", "x") for row in range(3_000)]
    few = shortened(many)
    assert (len(few), few[-1].values) == (2_001, (("count", 1_000),))


@pytest.fixture
def run(capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def run(*arguments):
        code = cli.main(["--data", str(tmp_path / "data.db"), *map(str, arguments)])
        return code, *capfd.readouterr()

    return run


def test_the_command_line(run, tmp_path):
    assert run("import", "customers", in_file(tmp_path, FIRM, "firm.vcf"))[0] == 0
    code, out, err = run("import", "contacts", in_file(tmp_path, PEOPLE), "--json")
    assert (code, json.loads(out)["created"], err) == (0, 2, "")
    for version in ("3.0", "4.0"):
        assert run("export", "contacts", tmp_path / "out.vcf", "--vcard", version)[0] == 0
        assert (tmp_path / "out.vcf").read_bytes().count(f"VERSION:{version}".encode()) == 2
        code, out, _err = run("import", "contacts", tmp_path / "out.vcf", "--json")
        assert json.loads(out)["unchanged"] == 2
    code, _out, err = run("export", "customers", tmp_path / "out.vcf")
    assert (code, "must end with .csv or .xlsx" in err) == (2, True)
    assert run("export", "contacts", tmp_path / "out.pdf")[0] == 2
