"""Other people's cards and calendars, with what must come out of them (the shared folder's README)."""

import re
from collections import Counter

import pytest

from app.errors import ValidationError
from app.exchange.apply import apply
from app.exchange.card_file import proposed_entity
from app.exchange.card_writer import VERSIONS, export_cards
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import sentence
from app.exchange.reading import read_sheet
from app.exchange.vcard_cards import cards
from tests.exchange.card_text import sheet_here


def read(path):
    told = []
    found = list(cards(path.read_bytes(), "", told.append))
    return found, [sentence(one) for one in (*told, *(trouble for card in found for trouble in card.troubles))]


def bring_in(store, entity, path):
    sheet = sheet_here(path.read_bytes(), path.name)
    made = store.read(plan, entity, sheet, propose(entity, sheet))
    store.write("In", apply, made)
    assert made.counts["refused"] == made.counts["duplicates"] == 0
    again = store.read(plan, entity, sheet, propose(entity, sheet)).counts
    assert (again["created"], again["updated"]) == (0, 0)
    return sheet


@pytest.fixture
def address_books(shared):
    return sorted((shared / "data/ez-vcard").rglob("*.vcf"))


def test_all_26_cards_arrive(address_books):
    read_ones = {path.name: read(path) for path in address_books}
    people = {name: [one.name for one in found] for name, (found, _troubles) in read_ones.items()}
    assert sum(map(len, people.values())) == 26
    assert people["gmail-list.vcf"] == ["Arnold Smith", "Chris Beatle", "Doug White"]
    assert (len(people["John_Doe_ANDROID.vcf"]), people["John_Doe_ANDROID.vcf"][-1]) == (6, "ÑÑÑÑ")
    (iphone,), _troubles = read_ones["John_Doe_IPHONE.vcf"]
    assert (len(iphone.phones), iphone.photo[:3], len(iphone.photo)) == (7, b"\xff\xd8\xff", 32531)
    assert {name: len(troubles) for name, (_found, troubles) in read_ones.items() if troubles} == {
        "John_Doe_ANDROID.vcf": 4, "fullcontact.vcf": 3,
    }  # fmt: skip
    assert "The card of line 6 has no name: “jane.doe@company.com” stands for it." in read_ones["John_Doe_ANDROID.vcf"][1]


def test_the_26_cards_come_in(store, address_books):
    rows = sum(len(bring_in(store, "contacts", path).rows) for path in address_books)
    people = store.read(listing, "contacts")
    assert rows == 26
    assert len(people) == 24  # two of the John Does are told to be the same man at IBM as one before
    one = next(one for one in people if one["name"] == "Simon Perreault")
    assert (one["customer"], one["phone"], one["office_phone"]) == ("Viagenie", "+1-418-262-6501", "+1-418-656-9254 ext. 102")
    everything = " ".join(str(value) for one in people for value in one.values())
    for path in address_books:
        for card in read(path)[0]:
            for said in (*card.phones, *card.emails, *card.other):
                assert " ".join(said.value.split("\n")) in " ".join(everything.split("\n")), (path.name, said)


def test_they_go_out_and_come_in_equal(store, address_books, tmp_path):
    for path in address_books:
        bring_in(store, "contacts", path)
    for version in VERSIONS:
        count = store.read(export_cards, tmp_path / "out.vcf", version)
        sheet = sheet_here((tmp_path / "out.vcf").read_bytes())
        made = store.read(plan, "contacts", sheet, propose("contacts", sheet))
        assert (made.counts["unchanged"], made.problems) == (count, ())


def test_35_company_cards_are_customers(store, shared):
    paths = sorted((shared / "data/metowolf-vCards").rglob("*.vcf"))
    found = [card for path in paths for card in read(path)[0]]
    assert (len(found), {one.kind for one in found}) == (35, {"company"})
    assert sum(len(one.phones) for one in found) == 88
    assert all(one.photo.startswith(b"\x89PNG") for one in found)
    assert proposed_entity(paths[0]) == "customers"
    for path in paths:
        bring_in(store, "customers", path)
    customers = store.read(listing, "customers")
    assert (len(customers), {one["kind"] for one in customers}) == (35, {"company"})
    assert all(not one["employer"] for one in customers)
    stored = Counter(number for one in customers for number in numbers_of(one))
    assert stored == Counter(phone.value for card in found for phone in card.phones)
    assert stored.total() == 88
    assert sum(count for number, count in stored.items() if len(number) == 5) == 27  # hotlines


def numbers_of(customer):
    """Every phone of a customer: those with a field, and those in the notes."""
    in_notes = re.findall(r"^Phone[^:]*: (.+)$", customer["notes"] or "", re.MULTILINE)
    return [*filter(None, (customer["phone"], customer["mobile"], customer["fax"])), *in_notes]


def test_no_phone_of_the_35_is_refused_as_invalid(store, shared):
    for path in sorted((shared / "data/metowolf-vCards").rglob("*.vcf")):
        sheet = sheet_here(path.read_bytes(), path.name)
        made = store.read(plan, "customers", sheet, propose("customers", sheet))
        assert [one for one in made.problems if one.field in ("phone", "mobile", "fax", "Phone", "Mobile", "Fax")] == []
        assert made.counts["created"] == 1


def test_every_event_of_91_calendars_is_a_row_and_files_without_one_are_named(shared):
    rows, unread, eventless, files = Counter(), [], [], 0
    for folder in ("ical4j", "vobject"):
        for path in sorted((shared / "data" / folder).rglob("*.ics")):
            files += 1
            try:
                sheet = sheet_here(path.read_bytes(), path.name)
            except ValidationError as error:
                eventless.append((path.name, error.sentence))
                assert b"BEGIN:VEVENT" not in path.read_bytes().upper()
                continue
            assert len(sheet.rows) == path.read_bytes().upper().count(b"BEGIN:VEVENT"), path.name
            rows[folder] += len(sheet.rows)
            unread += [(path.name, sentence(one)) for one in sheet.troubles]
    assert (files, rows) == (91, {"ical4j": 3_466, "vobject": 9})
    assert {why for _name, why in eventless} == {"The file holds no event."}
    assert len(eventless) == 14
    assert ("1106817412.ics", "Line 22 holds characters that cannot be read: “2005年日本国際\ufffd?\ufffd覧会”.") in unread
    assert len(unread) == 26
    assert sum("until a day before it begins" in why for _name, why in unread) == 2  # lotr, twice


def test_1321_birthdays(store, shared):
    sheet = read_sheet(shared / "data/ical4j/valid/mathBirthdays.ics")
    made = store.read(plan, "contacts", sheet, propose("contacts", sheet))
    assert (sheet.entity, made.counts["created"]) == ("contacts", 1321)
    by_name = {one.values["name"]: one.values["birthday"] for one in made.outcomes}
    assert by_name["Bernhard Riemann"] == "1826-09-17"
