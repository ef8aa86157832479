"""Sensitive values: hidden in lists, histories, papers and files until somebody asks (domain/60, PIPL 28)."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.exchange.card_writer import export_cards
from app.exchange.export import export
from app.models import Contact, Customer, Field
from app.models.firm_lists import CustomField
from app.reports import build
from app.reports.pdf import render_bytes
from app.services import records
from app.services.lists import ListQuery, page
from app.services.past import Past, readable
from app.services.sensitive import HIDDEN, in_clear, is_sensitive
from app.store import log
from app.store.store import Store
from tests.reports.reading import pypdf_text

ID, ACCOUNT = "440301198508150011", "6222021234567890123"


def made(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Made", records.create, entity, values).value


@pytest.mark.parametrize(
    ("born", "day", "child"),
    [
        ("2012-11-23", date(2026, 11, 22), True), ("2012-11-22", date(2026, 11, 22), False),
        ("1980-01-01", date(2026, 1, 1), False), ("--08-15", date(2026, 1, 1), False),
        ("2026-01-01", date(2026, 1, 1), True), ("nonsense", date(2026, 1, 1), False),
    ],
)  # fmt: skip
def test_birthdays_of_children_are_sensitive(born: str, day: date, child: bool) -> None:
    assert is_sensitive(Field("x", "birthday", sensitive="minor"), born, day=day) is child


@pytest.fixture
def both(store: Store) -> dict[str, UUID]:
    values = {"id_number": ID, "bank_account": ACCOUNT, "address": "深南大道 1 号", "birthday": "2020-05-01"}
    return {kind: made(store, Customer, name=kind, kind=kind, **values) for kind in ("person", "company")}


def shown(store: Store) -> dict[str, tuple[str, ...]]:
    query = ListQuery("customers", ("name", "id_number", "bank_account", "address", "birthday"), "name")
    return {row.texts[0]: row.texts[1:] for row in store.read(page, query, 0, 10)}


def test_lists_hide_what_is_a_persons_own(store: Store, both: dict[str, UUID]) -> None:
    found = shown(store)
    assert found["person"] == (HIDDEN,) * 4
    assert found["company"] == (HIDDEN, "6222 0212 3456 7890 123", "深南大道 1 号", HIDDEN)
    with in_clear():
        assert shown(store)["person"][0] == ID


def test_the_firms_own_fields_can_be_sensitive(store: Store) -> None:
    field = made(store, CustomField, target="contacts", name="过敏", sensitive=True)
    firm = made(store, Customer, name="甲")
    made(store, Contact, customer_id=firm, name="王芳", **{f"own.{field.hex}": "青霉素"})
    (row,) = store.read(page, ListQuery("contacts", ("name", f"own.{field.hex}"), "name"), 0, 5)
    assert row.texts == ("王芳", HIDDEN)


def test_histories_hide_former_values_too(store: Store, both: dict[str, UUID]) -> None:
    store.write("Changed", records.update, Customer, both["person"], {"id_number": "110101199003070011", "bank_account": None})

    def lines(session: Any, key: UUID) -> dict[str, tuple[str, str]]:
        pasts = [Past(e.at, e.actor, "x", e.change.before, e.change.after) for e in log.history(session, key)]
        return {line.field: (line.before, line.after) for line in reversed(readable(session, Customer, pasts))}

    found = store.read(lines, both["person"])
    assert found["Identity document no."] == (HIDDEN, HIDDEN)
    assert found["Bank account"] == (HIDDEN, "")
    before, after = store.read(lines, both["company"])["Bank account"]
    assert (before, "".join(after.split())) == ("", ACCOUNT)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_files_leave_them_out_unless_asked(store: Store, both: dict[str, UUID], tmp_path: Path, ending: str) -> None:
    def texts(clear: bool) -> str:
        out = tmp_path / f"{clear}{ending}"
        with in_clear(clear):
            store.read(export, "customers", out)
        return _content(out)

    assert ID not in texts(False)
    assert texts(False).count(ACCOUNT) == 1  # the firm's
    assert texts(True).count(ID) == texts(True).count(ACCOUNT) == 2


def _content(path: Path) -> str:
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8-sig")
    with zipfile.ZipFile(path) as whole:
        return "\n".join(whole.read(name).decode() for name in whole.namelist() if name.endswith(".xml"))


def test_cards_leave_out_birthdays_of_children(store: Store, tmp_path: Path) -> None:
    firm = made(store, Customer, name="甲")
    made(store, Contact, customer_id=firm, name="小明", birthday="2020-05-01")
    store.read(export_cards, tmp_path / "a.vcf")
    assert "BDAY" not in (tmp_path / "a.vcf").read_text(encoding="utf-8")
    with in_clear():
        store.read(export_cards, tmp_path / "b.vcf")
    assert "BDAY:20200501" in (tmp_path / "b.vcf").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_papers_hide_them_unless_asked(store: Store, both: dict[str, UUID], language: str) -> None:
    for clear in (False, True):
        code = store.read(records.get, Customer, both["person"])["code"]
        document = store.read(lambda session, c=code, on=clear: build(session, "customer-file", language, clear=on, customer=c))
        text = pypdf_text(render_bytes(document)[0])
        assert ("深南大道1号" in text, "2020-05-01" in text, ID in text) == (clear, clear, False)


def test_a_list_on_paper_hides_them_too(store: Store, both: dict[str, UUID]) -> None:
    query = ListQuery("customers", ("name", "id_number"), "name")
    document = store.read(lambda session: build(session, "list", "en", query=query))
    assert ID not in pypdf_text(render_bytes(document)[0])
