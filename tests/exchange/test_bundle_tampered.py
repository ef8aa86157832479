"""A file of changes that somebody tampered with ends in a sentence or in a step that can be undone: never in a bug, never
half written."""

import dataclasses
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from app.errors import AppError, ValidationError
from app.exchange.bundle_file import DATA, ID
from app.exchange.bundle_in import apply_changes, read_bundle
from app.exchange.bundle_out import write_changes
from app.exchange.bundle_plan import plan_changes
from app.exchange.listing import listing
from app.exchange.plan_types import sentence
from app.models import Contact, Customer, Visit
from app.models.firm_lists import CustomField
from app.services import complaints, merge, records
from app.store.own_fields import publish_own_fields
from app.store.since import touched_since
from app.store.store import open_file
from app.store.verify import verify

ENTITIES = ("customers", "contacts", "visits", "complaints")
BEGIN = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def bundle(template, tmp_path_factory):
    """(the owner's file, the sheets of a real file of changes for it)"""
    folder = tmp_path_factory.mktemp("bundle")
    owner = folder / "owner.db"
    shutil.copy(template, owner)
    store = open_file(owner)
    names = [{"name": name, "phone": "1"} for name in ("甲公司", "乙公司", "丙公司")]
    first, second, third = store.write("C", records.create_many, Customer, names).value
    person = store.write("P", records.create, Contact, {"name": "王芳", "customer_id": first}).value
    fields = [{"target": "customers", "name": kind, "kind": kind} for kind in ("line", "number", "date")]
    own = [f"own.{one.hex}" for one in store.write("F", records.create_many, CustomField, fields).value]
    store.close()
    laptop = open_file(shutil.copy(owner, folder / "laptop.db"))
    mark = datetime.now(UTC)
    changed = {"phone": "2", own[0]: "红", own[2]: date(2026, 1, 5), "starred": True, "employees": 12}
    laptop.write("1", records.update, Customer, first, {key: value for key, value in changed.items() if key in known(laptop)})
    fresh = laptop.write("2", records.create, Customer, {"name": "丁公司", "parent_id": first, "founded": date(2001, 2, 3)}).value
    new = {"name": "李明", "customer_id": fresh, "reports_to_id": person, "birthday": "--08-15"}
    laptop.write("3", records.create, Contact, new)
    laptop.write("4", records.create, Visit, {"customer_id": fresh, "planned_on": date(2026, 12, 1), "cost": 1250})
    laptop.write("5", complaints.import_cases, [{"customer_id": first, "subject": "漏", "text": "漏", "received_at": mark}])
    laptop.write("6", merge.merge, Customer, second, third)
    path = folder / "changes.xlsx"
    laptop.read(lambda session: write_changes(session, path, touched_since(session, mark, None)))
    laptop.close()
    again = open_file(owner)  # both sides changed the phone
    again.write("x", records.update, Customer, first, {"phone": "3"})
    again.close()
    return owner, read_bundle(path)


def known(store):
    from app.models.own import typed_fields

    store.read(publish_own_fields)
    return typed_fields(Customer)


def everything(store):
    return {entity: store.read(listing, entity) for entity in ENTITIES}


def comes_in_or_is_said(owner, folder, sheets):
    """Compare and take over, conflicts too. Returns the error, or None."""
    store = open_file(shutil.copy(owner, folder / f"{uuid4().hex}.db"))
    try:
        store.read(publish_own_fields)
        before = everything(store)
        made = store.read(plan_changes, sheets)
        assert sum(made.counts().values()) == len(made.made) + len(made.lines) + len(made.troubles)
        chosen = frozenset((line.id, line.key) for line in made.lines if line.verdict == "conflict")
        error = refusal(store, made, chosen)
        assert error is None or everything(store) == before
        assert verify(store).whole
        if error is not None:
            return error
        if store.undo() is not None:
            assert everything(store) == before
        return None
    finally:
        store.close()


def refusal(store, made, chosen):
    """The sentence-bearing error of a step that was refused; None where it was done."""
    try:
        store.write("In", apply_changes, made, chosen)
    except AppError as error:
        return error
    return None


JUNK = st.one_of(
    st.sampled_from([None, True, False, 0, -1, 2**70, -(2**63) - 1, 1e308, float("nan"), float("inf"), 1.5, "", " ", "x",
                     "\ud800", "\0", "0" * 32, "2026-13-01", "9999-12-31", "0001-01-01T00:00:00.000000Z", "NaN", "1e999999", [],
                     {}, [[]], {"a": 1}, ["a", "b", "c"], "長" * 70_000, "company", "S99"]),
    st.text(max_size=8),
)  # fmt: skip


KEYS = ("made", "fields", "former", "deleted_at", "merged_into_id", "customer_id", "id", "code", "x", "own.x")


def places(node, path=()):
    """The path of every node of a JSON value."""
    yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def at(node, path):
    for key in path:
        node = node[key]
    return node


def put(node, path, value):
    """The JSON value with another node in one place."""
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)
    copy[path[0]] = put(node[path[0]], path[1:], value)
    return copy


def width(sheet):
    return sum(name == ID or name.startswith(DATA) for name in sheet.header)


def rows_of(sheets):
    return [(place, number) for place, sheet in enumerate(sheets) for number in range(len(sheet.rows))]


def with_row(sheets, place, number, cells):
    sheet = sheets[place]
    rows = [*sheet.rows]
    rows[number] = tuple(cells)
    return [*sheets[:place], dataclasses.replace(sheet, rows=tuple(rows)), *sheets[place + 1 :]]


@st.composite
def tampered(draw, sheets):
    """The sheets with up to three cells, or values inside of them, that somebody changed."""
    for _turn in range(draw(st.integers(1, 3))):
        place, number = draw(st.sampled_from(rows_of(sheets)))
        row = list(sheets[place].rows[number])
        how = draw(st.sampled_from(("value", "value", "value", "foreign", "key", "cell", "cut", "swap", "sheet")))
        data = width(sheets[place])
        if how in ("value", "foreign", "key"):
            row = _other_value(draw, sheets, row, data, how)
        elif how == "cell":
            row[draw(st.integers(0, len(row) - 1))] = draw(st.text(max_size=20))
        elif how == "cut":
            column = draw(st.integers(0, len(row) - 1))
            row[column] = row[column][: draw(st.integers(0, len(row[column])))]
        elif how == "swap":
            other_place, other = draw(st.sampled_from(rows_of(sheets)))
            column = draw(st.integers(0, data - 1))
            row[column] = sheets[other_place].rows[other][min(column, width(sheets[other_place]) - 1)]
        else:
            name = draw(st.sampled_from([one.name for one in sheets]))
            sheets = [*sheets[:place], dataclasses.replace(sheets[place], name=name), *sheets[place + 1 :]]
        sheets = with_row(sheets, place, number, row)
    return sheets


def _other_value(draw, sheets, row, data, how):
    """A value of the JSON replaced by junk or by a value from elsewhere in the file, or a key by another."""
    try:
        read = json.loads("".join(row[1:data]))
    except ValueError:
        return row
    path = draw(st.sampled_from(list(places(read))))
    if how == "value":
        read = put(read, path, draw(JUNK))
    elif how == "foreign":
        place, number = draw(st.sampled_from(rows_of(sheets)))
        other = sheets[place].rows[number]
        ids = [one.rows[each][0] for one in sheets for each in range(len(one.rows))]
        read = put(read, path, draw(st.sampled_from([*ids, other[0], other[-1]])))
    elif isinstance(at(read, path), dict) and at(read, path):
        node = dict(at(read, path))
        key = draw(st.sampled_from(sorted(node)))
        fresh = draw(st.sampled_from(KEYS))
        node[fresh] = node.pop(key)
        read = put(read, path, node)
    text = json.dumps(read)
    return [row[0], text, *[""] * (data - 2), *row[data:]]


@given(data=st.data())
@settings(max_examples=16, suppress_health_check=list(HealthCheck))
def test_no_tampering_ends_in_a_bug_or_in_half_a_step(bundle, tmp_path, data):
    owner, sheets = bundle
    changed = data.draw(tampered(sheets))
    note(differences(sheets, changed))
    comes_in_or_is_said(owner, tmp_path, changed)


def differences(sheets, changed):
    """What was changed, for a failing case."""
    return [
        (one.name, "|".join(new)[:600])
        for one, two in zip(sheets, changed, strict=True)
        for old, new in zip(one.rows, two.rows, strict=True)
        if old != new
    ]


def test_the_file_itself_comes_in(bundle, tmp_path):
    owner, sheets = bundle
    assert comes_in_or_is_said(owner, tmp_path, sheets) is None


def found_in(owner, folder, sheets):
    store = open_file(shutil.copy(owner, folder / f"{uuid4().hex}.db"))
    try:
        store.read(publish_own_fields)
        return store.read(plan_changes, sheets)
    finally:
        store.close()


def with_field(sheets, place, number, key, pair):
    """One record's field with another pair of former and new value."""
    row = sheets[place].rows[number]
    read = json.loads("".join(row[1 : width(sheets[place])]))
    read["fields"][key], read["former"][key] = pair, []
    rest = [""] * (width(sheets[place]) - 2)
    return with_row(sheets, place, number, [row[0], json.dumps(read), *rest, *row[width(sheets[place]) :]])


@pytest.mark.parametrize(
    "pair",
    [[None, 5], [None, 2**70], [None, True], [None, ["x"]], [None, {}], [None, "\ud800"], "ab", [None], [], None, [None, 1.5]],
)
def test_a_value_of_the_wrong_kind_makes_its_row_a_damaged_one(bundle, tmp_path, pair):
    owner, sheets = bundle
    whole = found_in(owner, tmp_path, sheets)
    made = found_in(owner, tmp_path, with_field(sheets, 0, 0, "phone", pair))
    assert [(one.row, one.field) for one in made.troubles] == [(sheets[0].numbers[0], "customers")]
    assert len(made.made) <= len(whole.made)
    assert sentence(made.troubles[0]) == "The hidden cells of this row were changed. Nothing of it is read."


NO_DATA = ("[" * 20_000, "{}", "null", "1" * 5_000, '{"made": 1, "fields": {}, "former": {}}', "", "\ud800")


@pytest.mark.parametrize("data", NO_DATA)
def test_cells_that_hold_something_else_are_named(bundle, tmp_path, data):
    owner, sheets = bundle
    row = sheets[0].rows[0]
    changed = with_row(sheets, 0, 0, [row[0], data, *row[2:]])
    assert [one.row for one in found_in(owner, tmp_path, changed).troubles] == [sheets[0].numbers[0]]
    comes_in_or_is_said(owner, tmp_path, changed)


def test_an_id_is_never_used_twice(bundle, tmp_path):
    owner, sheets = bundle
    people = next(place for place, sheet in enumerate(sheets) if sheet.name == "contacts")
    for key in (sheets[0].rows[0][0], sheets[0].rows[1][0]):
        changed = with_row(sheets, people, 0, [key, *sheets[people].rows[0][1:]])
        assert [one.field for one in found_in(owner, tmp_path, changed).troubles] == ["contacts"]
        assert comes_in_or_is_said(owner, tmp_path, changed) is None


def test_a_new_record_without_its_number_is_refused_in_a_sentence(bundle, tmp_path):
    owner, sheets = bundle
    place = next(number for number, row in enumerate(sheets[0].rows) if '"made": true' in "".join(row))
    error = comes_in_or_is_said(owner, tmp_path, with_field(sheets, 0, place, "code", [None, None]))
    assert error is not None
    assert error.sentence == "Customer no. is missing."
    row = sheets[0].rows[place]
    without = "".join(row[1 : width(sheets[0])]).replace('"code"', '"other"')
    changed = with_row(sheets, 0, place, [row[0], without, *[""] * (width(sheets[0]) - 2), *row[width(sheets[0]) :]])
    error = comes_in_or_is_said(owner, tmp_path, changed)
    assert error is not None
    assert error.sentence == "changes.xlsx contradicts itself or what is here. Nothing was taken over."


def test_an_own_field_of_another_kind_here_leaves_its_value_out(bundle, tmp_path):
    owner, sheets = bundle
    keys = [key for row in sheets[0].rows for key in json.loads("".join(row[1 : width(sheets[0])]))["fields"]]
    day = [key for key in keys if key.startswith("own.")][-1]
    place = next(number for number, row in enumerate(sheets[0].rows) if day in "".join(row))
    made = found_in(owner, tmp_path, with_field(sheets, 0, place, day, [None, "soon"]))
    (line,) = [line for line in made.lines if line.key == day]
    assert (line.verdict, line.after) == ("refused", "soon")


@pytest.mark.parametrize("rows", [[["x", "y"]], [[ID, DATA], ["x", "{}"], [5, True]], [[ID, DATA]]])
def test_a_tampered_workbook_is_read_or_refused(bundle, tmp_path, rows):
    owner, _sheets = bundle
    path = tmp_path / "changes.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("customers")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    if rows[0][0] != ID:
        with pytest.raises(ValidationError):
            read_bundle(path)
        return
    made = found_in(owner, tmp_path, read_bundle(path))
    assert (len(made.troubles), made.lines, made.made) == (len(rows) - 1, (), ())
