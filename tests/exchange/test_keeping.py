"""What a field cannot hold is listed with its row and kept in the notes where these have room; it ends no import."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.exchange.apply import apply, label_of
from app.exchange.export import export
from app.exchange.keeping import headed, replaced, with_lines, with_room
from app.exchange.listing import listing
from app.exchange.plan import plan
from app.exchange.remembered import kept_headers
from app.models import Contact, Customer
from app.models.fields import NOTE_LENGTH
from app.services import records
from app.store.changes import Label
from app.store.store import Store
from tests.exchange.test_import import bring_in, places, sheet_of

FULL = "z" * (NOTE_LENGTH - 1)


def customer(store: Store) -> dict[str, Any]:
    return dict(store.read(listing, "customers")[0])


def make(store: Store, **values: Any) -> UUID:
    return store.write("make", records.create, Customer, values).value


def test_a_column_of_tags_for_which_there_is_no_room_goes_to_the_notes(store: Store) -> None:
    many = "，".join(f"tag{number:03}" for number in range(60))
    rows = [("Name", "Tags", "标签"), ("A", many, many.replace("tag", "more")), ("B", "x", "y")]
    counts, problems = bring_in(store, "customers", *rows)
    assert (counts, places(problems)) == ([2, 0, 0, 0, 0], [(2, "tags")])
    assert problems[0]["message"].endswith("It stands in the notes.")
    first, second = store.read(listing, "customers")
    assert (first["tags"], first["notes"]) == (many.replace("，", ","), f"标签: {many.replace('tag', 'more')}")
    assert (second["tags"], second["notes"]) == ("x,y", None)
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 2, 0, 0]


def test_columns_of_notes_longer_than_the_field_are_listed_and_the_first_stays(store: Store) -> None:
    rows = [("Name", "Notes", "备注"), ("A", "x" * 60_000, "y" * 60_000), ("B", "x", "y")]
    counts, problems = bring_in(store, "customers", *rows)
    assert (counts, places(problems)) == ([2, 0, 0, 0, 0], [(2, "notes")])
    assert [one["notes"] for one in store.read(listing, "customers")] == ["x" * 60_000, "x\ny"]


def test_kept_lines_without_room_are_told_and_the_rest_of_the_row_comes_in(store: Store) -> None:
    make(store, name="A", notes=FULL)
    rows = [("Name", "Phone", "Odd"), ("A", "111", "something"), ("B", "222", "x")]
    counts, problems = bring_in(store, "customers", *rows)
    assert (counts, places(problems)) == ([1, 1, 0, 0, 0], [(2, "notes")])
    assert "“Odd: something”" in problems[0]["message"]
    assert (customer(store)["phone"], customer(store)["notes"]) == ("111", FULL)
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 2, 0, 0]


def test_of_a_new_record_the_lines_that_fit_are_kept(store: Store) -> None:
    rows = [("Name", "Founded", "Long", "Longer"), ("A", "2026-02-30", "x" * 60_000, "y" * 60_000)]
    counts, problems = bring_in(store, "customers", *rows)
    assert (counts, places(problems)) == ([1, 0, 0, 0, 0], [(2, "founded"), (2, "notes")])
    assert customer(store)["notes"] == f"Founded: 2026-02-30\nLong: {'x' * 60_000}"


def test_a_name_in_parts_or_of_a_firm_is_never_cut(store: Store) -> None:
    counts, problems = bring_in(store, "contacts", ("Last name", "First name", "Company"), ("B" * 70, "A" * 70, "C"))
    assert (counts, places(problems)) == ([0, 0, 0, 1, 0], [(2, "name")])
    counts, problems = bring_in(store, "contacts", ("Name", "Company"), ("P", "C" * 201))
    assert (counts, places(problems)[0]) == ([1, 0, 0, 0, 0], (2, "customer"))
    (person,) = store.read(listing, "contacts")
    assert (person["customer"], person["notes"]) == ("Walk-in customer", f"Company: {'C' * 201}")


def test_a_day_that_the_records_calendar_does_not_have_is_listed(store: Store) -> None:
    firm = make(store, name="X")
    born = {"birthday": "1985-08-15", "birthday_calendar": "lunar"}
    store.write("P", records.create, Contact, {"name": "A", "customer_id": firm, **born})
    rows = [("Name", "Company", "Birthday", "Position"), ("A", "X", "1985-01-31", "Buyer")]
    counts, problems = bring_in(store, "contacts", *rows)
    assert (counts, places(problems)) == ([0, 1, 0, 0, 0], [(2, "birthday")])
    assert problems[0]["message"].endswith("It stands in the notes.")
    (person,) = store.read(listing, "contacts")
    assert (person["birthday"], person["title"], person["notes"]) == ("1985-08-15", "Buyer", "Birthday: 1985-01-31")
    assert bring_in(store, "contacts", *rows)[0] == [0, 0, 1, 0, 0]


# lines that earlier imports kept ---------------------------------------------------------------------------------------


def test_notes_of_a_row_leave_the_lines_kept_before(store: Store) -> None:
    bring_in(store, "customers", ("Name", "Odd", "Remark"), ("A", "keep me\nand this", "first"))
    rows = [("Name", "Notes"), ("A", "second")]
    assert bring_in(store, "customers", *rows)[0] == [0, 1, 0, 0, 0]
    assert customer(store)["notes"] == "second\nOdd: keep me\nand this"
    assert bring_in(store, "customers", *rows)[0] == [0, 0, 1, 0, 0]


def test_notes_that_hold_the_kept_lines_come_in_as_they_are(store: Store) -> None:
    make(store, name="A", notes="mine\nOdd: x")
    bring_in(store, "customers", ("Name", "Notes"), ("A", "mine, mended\nOdd: x\nand more"))
    assert customer(store)["notes"] == "mine, mended\nOdd: x\nand more"


def test_own_words_with_a_colon_are_no_kept_lines_and_told_where_they_go(store: Store) -> None:
    make(store, name="A", notes="Met Anna. She said: buy later\nplain line\nStatus: open")
    rows = [("Name", "Notes"), ("A", "Met Anna. She said: buy never\nStatus: closed")]
    assert bring_in(store, "customers", *rows) == ([0, 1, 0, 0, 0], [])
    assert customer(store)["notes"] == rows[1][1]
    counts, problems = bring_in(store, "customers", rows[0], ("A", "new"))
    assert (counts, places(problems)) == ([0, 1, 0, 0, 0], [(2, "notes"), (2, "notes")])
    assert (customer(store)["notes"], "“Status: closed”" in problems[1]["message"]) == ("new", True)


def test_a_file_exported_mended_and_imported_again_doubles_no_notes(store: Store, tmp_path: Path) -> None:
    bring_in(store, "customers", ("Name", "Notes", "Odd", "City code"), ("A", "He said: buy\nbelow", "x", "12"))
    store.read(export, "customers", tmp_path / "out.csv")
    for before, after in (("Odd: x", "Odd: y"), ("buy", "never"), ("below", "Phone: later")):
        text = (tmp_path / "out.csv").read_text("utf-8-sig").replace(before, after)
        (tmp_path / "out.csv").write_text(text, "utf-8-sig")
        rows = list(csv.reader(StringIO(text)))
        bring_in(store, "customers", *rows)
        assert bring_in(store, "customers", *rows)[0] == [0, 0, 1, 0, 0]
    assert customer(store)["notes"] == "He said: never\nPhone: later\nOdd: y\nCity code: 12"


def test_a_refused_value_beside_mended_notes_doubles_none(store: Store) -> None:
    make(store, name="A", notes="mine")
    bring_in(store, "customers", ("Name", "Notes", "Founded"), ("A", "mine, mended", "2026-02-30"))
    assert customer(store)["notes"] == "mine, mended\nFounded: 2026-02-30"


def test_the_headers_are_taken_back_with_their_import(store: Store) -> None:
    bring_in(store, "customers", ("Name", "Odd"), ("A", "x"))
    assert store.read(kept_headers, "customers") == {"Odd"}
    store.undo()
    assert store.read(kept_headers, "customers") == set()


def test_notes_of_a_row_without_room_for_the_kept_lines_are_told(store: Store) -> None:
    bring_in(store, "customers", ("Name", "Notes", "Odd"), ("A", "mine", "x" * 60_000))
    counts, problems = bring_in(store, "customers", ("Name", "Notes", "Phone"), ("A", "y" * 60_000, "1"))
    assert (counts, places(problems)) == ([0, 1, 0, 0, 0], [(2, "notes")])
    assert customer(store)["notes"].startswith("mine\nOdd: ")


LINES = st.lists(st.sampled_from(["Odd: x", "Odd: x\nmore", "City: Bonn", "plain", "a: b: c", "：x"]), max_size=4)
NOTES = LINES.map("\n".join)
HEADERS = frozenset({"Odd", "City"})


@given(notes=NOTES, fresh=NOTES.filter(bool))
def test_replacing_notes_keeps_every_kept_line_and_is_done_once(notes: str, fresh: str) -> None:
    together, outside = replaced(notes, fresh, HEADERS)
    assert (together or "").startswith(fresh)
    assert not outside
    kept = [line for line, header in headed(notes).items() if header in HEADERS and header not in headed(fresh).values()]
    assert all(f"\n{line}\n" in f"\n{together}\n" for line in kept)
    assert "a: b" not in (together or "").removeprefix(fresh)
    assert replaced(together, fresh, HEADERS) == (together, ())


@given(notes=NOTES, lines=LINES)
def test_lines_with_room_are_added_once(notes: str, lines: list[str]) -> None:
    whole, outside = with_room(notes, lines)
    assert (whole, outside) == (with_lines(notes, lines), ())
    assert with_room(whole, lines) == (whole, ())


# customers that rows name ----------------------------------------------------------------------------------------------


def test_a_person_made_for_one_of_several_namesakes_says_which(store: Store) -> None:
    first = make(store, name="汇丰", code="A1")
    make(store, name="汇丰", code="A2")
    store.write("P", records.create, Contact, {"name": "王芳", "customer_id": first})
    rows = [("Name", "Company"), ("王芳", "汇丰"), ("李明", "汇丰"), ("陈静", "A2")]
    counts, problems = bring_in(store, "contacts", *rows)
    assert (counts, places(problems)) == ([2, 0, 1, 0, 0], [(3, "customer")])
    assert problems[0]["message"].startswith("There are 2 customers named “汇丰”: number A1 is taken.")
    assert bring_in(store, "contacts", *rows) == ([0, 0, 3, 0, 0], [])


def test_customers_made_on_the_way_are_counted_the_walk_in_customer_too(store: Store) -> None:
    sheet = sheet_of(("Name", "Company"), ("A", "X"), ("B", "X"), ("C", ""), ("D", ""), ("E", "Y"))
    made = store.read(plan, "contacts", sheet, _mapping("contacts", sheet))
    assert made.customers_made() == {"x", "y", ""}
    assert made.result().as_json()["customers_made"] == 3
    walk_in = [one for one in made.review if one.field == "customer"]
    assert [(one.row, dict(one.values)["count"]) for one in walk_in] == [(4, 2)]
    store.write(Label(*label_of(made)), apply, made)
    again = store.read(plan, "contacts", sheet, _mapping("contacts", sheet))
    assert (again.customers_made(), again.review) == (frozenset(), ())


def _mapping(entity: str, sheet: Any) -> Any:
    from app.exchange.mapping import propose

    return propose(entity, sheet)
