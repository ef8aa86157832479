"""One card file with firms and people: customers, and the people at them, in one dry run and one step."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import cli
from app.errors import ValidationError
from app.exchange.apply import apply, label_of
from app.exchange.card_file import proposed_entity
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan_types import ImportOptions, sentence
from app.exchange.reading import read_sheet
from app.exchange.whole_file import CARDS, mappings_of, plan_file, with_choice
from app.i18n import set_language
from app.models import Contact, Customer
from app.services import records
from app.store.changes import Label
from tests.exchange.card_text import card, sheet_here


def firm(name, *lines):
    return card("FN:", "N:;;;;", f"ORG:{name}", "X-ABShowAs:COMPANY", *lines)


def person(name, org="", *lines):
    return card(f"FN:{name}", f"N:{name};;;;", *([f"ORG:{org}"] if org else []), *lines)


MIXED = (
    person("王芳", "华信钢构", "TEL;TYPE=CELL:13800138001") + firm("菜鸟网络", "TEL:95543") + person("李雷", "菜鸟网络")
    + person("韩梅", "菜鸟网络", "TITLE:经理") + person("赵六", "乙公司") + person("钱七", "乙公司")
)  # fmt: skip


def dry_run(store, data, **options):
    sheet = sheet_here(data)
    return store.read(plan_file, sheet, mappings_of(sheet, CARDS), ImportOptions(**options))


def bring_in(store, data, **options):
    made = dry_run(store, data, **options)
    return store.write(Label(*label_of(made)), apply, made).value


def people(store):
    return sorted((one["customer"], one["name"]) for one in store.read(listing, "contacts"))


def customers(store):
    return sorted(one["name"] for one in store.read(listing, "customers"))


def test_firms_and_people_come_in_as_one_step(store):
    store.write("C", records.create, Customer, {"name": "华信钢构"})
    before = store.write("x", records.create, Customer, {"name": "z"}).value
    made = dry_run(store, MIXED)
    assert sheet_here(MIXED).entity == CARDS
    assert made.counts == {"created": 6, "updated": 0, "unchanged": 0, "refused": 0, "duplicates": 0}
    assert [(part.entity, part.counts["created"]) for part in made.parts] == [("customers", 1), ("contacts", 5)]
    assert [one.row for one in made.outcomes] == list(sheet_here(MIXED).numbers)
    assert [sentence(one) for one in made.problems] == ["There was no customer “乙公司”: it was added."]
    result = store.write(Label(*label_of(made)), apply, made).value.as_json()
    assert (result["rows"], result["customers"]["created"], result["contacts"]["created"]) == (6, 1, 5)
    assert customers(store) == sorted(["z", "乙公司", "华信钢构", "菜鸟网络"])
    assert people(store) == sorted(
        [("华信钢构", "王芳"), ("菜鸟网络", "李雷"), ("菜鸟网络", "韩梅"), ("乙公司", "赵六"), ("乙公司", "钱七")]
    )
    (carrier,) = [one for one in store.read(listing, "customers") if one["name"] == "菜鸟网络"]
    assert carrier["phone"] == "95543"
    again = dry_run(store, MIXED)
    assert (again.counts["unchanged"], again.problems) == (6, ())
    store.undo()
    assert (people(store), customers(store)) == ([], ["z", "华信钢构"])
    assert store.read(records.get, Customer, before)["deleted_at"] is None


def test_a_firm_that_is_there_by_another_name_gets_its_people(store):
    known = store.write("C", records.create, Customer, {"name": "Cainiao", "phone": "95543"}).value
    made = dry_run(store, MIXED, key="phone")
    assert [(part.entity, part.counts["updated"]) for part in made.parts] == [("customers", 1), ("contacts", 0)]
    store.write("In", apply, made)
    assert store.read(records.get, Customer, known)["name"] == "菜鸟网络"
    assert {name for customer, name in people(store) if customer == "菜鸟网络"} == {"李雷", "韩梅"}


def test_a_firm_written_twice_is_one_and_has_all_its_people(store):
    data = firm("菜鸟网络") + person("李雷", "菜鸟网络") + firm("菜鸟网络")
    data += person("韩梅", "菜鸟 网络") + person("吴九", " 菜鸟网络 ")
    result = bring_in(store, data)
    assert (result.counts["created"], result.counts["duplicates"]) == (4, 1)
    assert [name for customer, name in people(store) if customer == "菜鸟网络"] == ["吴九", "李雷"]


def test_only_new_rows_and_only_changes(store):
    store.write("C", records.create, Customer, {"name": "菜鸟网络"})
    made = dry_run(store, MIXED, mode="create")
    assert [(part.entity, part.counts["created"], part.counts["refused"]) for part in made.parts] == [
        ("customers", 0, 1), ("contacts", 5, 0),
    ]  # fmt: skip
    store.write("In", apply, made)
    assert [name for customer, name in people(store) if customer == "菜鸟网络"] == ["李雷", "韩梅"]
    made = dry_run(store, MIXED, mode="update")
    assert [(part.entity, part.counts["updated"]) for part in made.parts] == [("customers", 1), ("contacts", 0)]


def test_a_key_counts_for_the_kind_that_has_it_and_another_is_refused(store):
    assert dry_run(store, MIXED, key="code").counts["created"] == 6
    with pytest.raises(ValidationError, match="no field named colour"):
        dry_run(store, MIXED, key="colour")


def test_pictures_go_to_their_own(store):
    photo = "PHOTO;ENCODING=b:iVBORw0KGgoxMjM0NTY3ODkwMTIzNDU2Nzg5MA=="
    made = dry_run(store, firm("菜鸟网络", photo) + person("李雷", "菜鸟网络", photo.replace("MA==", "MQ==")))
    assert [list(part.pictures) for part in made.parts] == [[1], [9]]
    store.write("In", apply, made)
    assert [list(part.pictures) for part in dry_run(store, firm("菜鸟网络", photo)).parts] == [[], []]


def test_troubles_are_told_once(store):
    made = dry_run(store, MIXED + person("周八", "菜鸟网络", "BDAY:soon", "KEY:x") + firm("丙", "EMAIL:none"))
    told = [sentence(one) for one in made.problems]
    assert len([one for one in told if "soon" in one]) == len([one for one in told if "none" in one]) == 1
    assert len([one for one in told if one.endswith("left out: KEY.")]) == 1
    assert len(told) == 5  # and two firms nobody had


def test_columns_of_both_kinds_can_be_chosen():
    sheet = sheet_here(MIXED)
    mappings = with_choice(mappings_of(sheet, CARDS), "QQ", "short_name")
    assert [one.field_of("QQ") for one in mappings] == ["short_name", "qq"]
    assert [one.field_of("QQ") for one in with_choice(mappings, "QQ", "")] == ["", ""]
    with pytest.raises(ValidationError):
        with_choice(mappings, "QQ", "colour")


def test_a_table_holds_no_cards(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Phone\nA,1\n", encoding="utf-8")
    with pytest.raises(ValidationError, match=r"a\.csv is no file of cards"):
        mappings_of(read_sheet(path), CARDS)


def test_on_the_command_line(data_file, tmp_path, capsys):
    path = tmp_path / "mixed.vcf"
    path.write_bytes(MIXED)
    assert proposed_entity(path) == CARDS
    start = ["--data", str(data_file), "import", "cards", str(path)]
    assert cli.main([*start, "--dry-run", "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["created"], told["customers"]["created"], told["contacts"]["created"]) == (6, 1, 5)
    assert cli.main([*start, "--left-out", str(tmp_path / "out.csv"), "--lang", "en"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Customers: 1 new, 0 updated")
    assert said[1].startswith("People: 5 new, 0 updated")
    assert said[2].endswith("There was no customer “华信钢构”: it was added.")
    assert not (tmp_path / "out.csv").exists()
    assert cli.main([*start, "--map", "QQ=short_name", "--dry-run", "--lang", "en"]) == 0
    assert "1 unchanged" in capsys.readouterr().out
    assert cli.main([*start, "--map", "QQ=colour", "--dry-run", "--lang", "en"]) == 2
    table = tmp_path / "a.csv"
    table.write_text("Name,Phone\nA,1\n", encoding="utf-8")
    assert cli.main(["--data", str(data_file), "import", "cards", str(table), "--lang", "en"]) == 1
    assert "is no file of cards" in capsys.readouterr().err


def test_the_step_says_both(store):
    bring_in(store, MIXED)
    assert store.read(lambda session: None) is None
    made = dry_run(store, MIXED.replace("TITLE:经理".encode(), "TITLE:总经理".encode()))
    key, values = label_of(made)
    assert key.format(**values) == "Import 0 customers and 0 people from people.vcf: 1 changed, 5 the same"
    set_language("en")


NAMES = st.sampled_from(["甲", "乙", "丙", "丁 ", "ＡＢ", "ab"])
ROWS = st.lists(st.one_of(st.tuples(st.just("firm"), NAMES, NAMES), st.tuples(st.just("person"), NAMES, NAMES)), max_size=8)


@given(rows=ROWS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_card_is_accounted_for_and_everybody_is_at_their_firm(store, rows):
    try:
        data = b"".join(firm(name) if kind == "firm" else person(f"人{name}", org) for kind, name, org in rows)
        if not data:
            return
        made = dry_run(store, data)
        if not made.counts["created"]:
            return
        store.write("In", apply, made)
        assert sum(made.counts.values()) == len(rows)
        wanted = {(same(org), same(f"人{name}")) for kind, name, org in rows if kind == "person"}
        assert {(same(firm_name), same(name)) for firm_name, name in people(store)} == wanted
        firms, named = made.parts[0].counts["created"], {same(one) for one in customers(store)}
        assert len(customers(store)) == firms + len(named - {same(name) for kind, name, _org in rows if kind == "firm"})
        again = dry_run(store, data)
        assert again.counts["created"] == again.counts["updated"] == 0
    finally:
        for entity in (Contact, Customer):
            everything = store.read(lambda session, entity=entity: [one["id"] for one in found(session, entity)])
            if everything:
                store.write("Out", records.delete, entity, everything)


def found(session, entity):
    from app.exchange import existing

    return [{"id": one} for one, _values in existing.keyed(session, entity.entity, ("name",))]


def same(text):
    from app.exchange.names import same as form

    return form(text)


def test_one_kind_alone_stays_as_it_was(store):
    sheet = sheet_here(MIXED)
    made = store.read(plan_file, sheet, (propose("contacts", sheet),))
    assert (made.parts, made.counts["created"]) == ((), 6)
