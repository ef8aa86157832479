"""Pictures of cards become attachments of the records: once, in the step that brings the cards in, and taken back with it."""

import base64

import pytest

from app.exchange.apply import apply, label_of
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import sentence
from app.exchange.reading import read_sheet
from app.models import Contact, Customer
from app.services import attachments, lists, records, settings
from app.services.lists import ListQuery
from app.store.changes import Label
from app.store.verify import verify
from tests.exchange.card_text import card, sheet_here

PNG = b"\x89PNG\r\n\x1a\n" + b"a" * 30
JPEG = b"\xff\xd8\xff\xe0" + b"b" * 30


def photo(data):
    return f"PHOTO;ENCODING=b:{base64.b64encode(data).decode()}"


def bring_in(store, entity, sheet):
    made = store.read(plan, entity, sheet, propose(entity, sheet))
    return store.write(Label(*label_of(made)), apply, made).value


def ids(store, entity):
    return store.read(lists.ids, ListQuery(entity, ("name",), "name"))


def names(store, entity, record_id):
    return [(one.name, one.kind) for one in store.read(attachments.listed, entity, record_id)]


@pytest.fixture
def firm_file(tmp_path):
    path = tmp_path / "firm.vcf"
    path.write_bytes(card("ORG:菜鸟", "X-ABShowAs:COMPANY", photo(PNG)) + card("ORG:京东", "X-ABShowAs:COMPANY", photo(JPEG)))
    return path


def test_pictures_come_through_the_child_and_are_attached(store, firm_file):
    sheet = read_sheet(firm_file)
    assert sheet.pictures == {1: PNG, 7: JPEG}
    assert bring_in(store, "customers", sheet).counts["created"] == 2
    assert sorted(names(store, "customers", key) for key in ids(store, "customers")) == [
        [("京东.jpg", "portrait")], [("菜鸟.png", "portrait")],
    ]  # fmt: skip
    store.undo()
    assert ids(store, "customers") == []
    store.redo()
    assert [store.read(attachments.portrait, "customers", key) for key in ids(store, "customers")] == [PNG, JPEG]


def test_the_same_picture_again_changes_nothing(store, firm_file):
    sheet = read_sheet(firm_file)
    bring_in(store, "customers", sheet)
    again = store.read(plan, "customers", sheet, propose("customers", sheet))
    assert (again.counts["unchanged"], again.pictures) == (2, {})


def test_a_picture_comes_to_a_record_that_is_there_already(store):
    person = store.write("a", records.create, Customer, {"name": "华信"}).value
    contact = store.write("b", records.create, Contact, {"name": "Ann", "customer_id": person}).value
    sheet = sheet_here(card("FN:Ann", "ORG:华信", photo(JPEG)))
    result = bring_in(store, "contacts", sheet)
    assert (result.counts["updated"], names(store, "contacts", contact)) == (1, [("Ann.jpg", "portrait")])
    other = sheet_here(card("FN:Ann", "ORG:华信", photo(PNG)))
    bring_in(store, "contacts", other)
    assert len(names(store, "contacts", contact)) == 2


def test_a_picture_over_the_limit_is_told_and_the_record_comes_in(store):
    store.write("limit", settings.change, "attachment.limit_mb", 1)
    sheet = sheet_here(card("FN:Ann", photo(PNG + b"x" * 1_100_000)))
    result = bring_in(store, "contacts", sheet)
    assert result.counts["created"] == 1
    assert "larger than an attachment" in " ".join(sentence(one) for one in result.problems)


def test_a_refused_card_leaves_no_content(store):
    bring_in(store, "contacts", sheet_here(card("REV:1", photo(PNG)) + card("FN:Ann")))
    assert list(store.blobs.kept()) == []


def test_the_35_company_cards_have_their_35_pictures(store, shared):
    paths = sorted((shared / "data/metowolf-vCards").rglob("*.vcf"))
    for path in paths:
        bring_in(store, "customers", sheet_here(path.read_bytes(), path.name))
    found = [store.read(attachments.listed, "customers", key) for key in ids(store, "customers")]
    assert len(found) == 35
    assert [(len(some), some[0].kind, some[0].mime) for some in found] == [(1, "portrait", "image/png")] * 35
    for path in paths:
        sheet = sheet_here(path.read_bytes(), path.name)
        assert store.read(plan, "customers", sheet, propose("customers", sheet)).counts["unchanged"] == 1
    found = verify(store)
    assert (found.whole, found.contents) == (True, ())
