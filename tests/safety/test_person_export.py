"""A person's data in one ZIP (R13): complete against a full-table search, with history and who received it, and quick."""

import csv
import io
import json
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from app import cli
from app.errors import ValidationError
from app.i18n import use_language
from app.models import Complaint, Contact, Customer, Visit, entities
from app.models.base import table_of
from app.models.privacy import Disclosure
from app.reports.person_data import paper
from app.safety.person_export import export_person
from app.services import attachments, complaints, disclosures, records
from app.store.changes import Label
from app.store.notes import note
from app.store.store import Store

NAME = "欧阳静怡"


def made(store: Store, entity: Any, **values: Any) -> UUID:
    return store.write("Made", records.create, entity, values).value


@pytest.fixture
def person(store: Store) -> UUID:
    firm = made(store, Customer, name="华信钢构有限公司")
    key = made(store, Contact, customer_id=firm, name=NAME, phone="13877665544", notes="=1+1")
    for owner, number in ((key, 1), (key, 2)):
        store.write("File", attachments.add, "contacts", owner, attachments.Fresh("合同.txt", f"内容 {number}".encode()))
    made(store, Contact, customer_id=firm, name="王芳", reports_to_id=key)
    made(store, Visit, customer_id=firm, contact_id=key, purpose="回访", content="about prices")
    made(store, Visit, customer_id=firm, purpose="会议", content=f"{NAME} 也来了", notes="others only")
    given = {"customer_id": firm, "contact_id": key, "subject": "漏水", "severity": "S2"}
    store.write("Complaint", complaints.register, {**given, "received_at": datetime(2026, 7, 1, tzinfo=UTC)})
    store.write("Renamed", records.update, Contact, key, {"title": "总经理"})
    for out in (
        disclosures.Out("printed", "Person card", "contacts", ids=(key,), place="Printer 4"),
        disclosures.Out("exported", "People", "contacts", count=5000, place="people.xlsx"),
        disclosures.Out("printed", "Person card", "contacts", ids=(firm,), place="Other"),
    ):
        note(store, Label("x"), disclosures.note, out)
    return key


def unpacked(path: Path) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    whole = zipfile.ZipFile(path)
    return whole, json.loads(whole.read("data.json"))["data"]


def test_everything_is_in_it(store: Store, person: UUID, tmp_path: Path) -> None:
    out, wanted = tmp_path / "data.zip", ids_by_full_search(store, person)
    export_person(store, "contacts", person, out, paper)
    whole, data = unpacked(out)
    found = {one["id"] for rows in data.values() for one in rows if "id" in one}
    assert wanted - found == set()
    assert len(wanted) >= 8
    assert data["contacts"][0]["title"] == "总经理"
    assert [row["content"] for row in data["visits"]] == ["about prices"]
    assert [row["content"] for row in data["mentions"]] == [f"{NAME} 也来了"]
    assert "others only" not in out.read_bytes().decode("latin-1") + json.dumps(data, ensure_ascii=False)
    assert {row["place"] for row in data["disclosures"]} == {"Printer 4", "people.xlsx"}
    assert len(data["history"]) == 4  # made, two files, renamed
    whole.close()


def ids_by_full_search(store: Store, person: UUID) -> set[str]:
    """Records with the id in any column, or the name in any text; other people's own records apart."""

    def search(session: Any) -> set[str]:
        found = set()
        for entity in entities():
            table = table_of(entity)
            for row in session.execute(sa.select(table)).mappings():
                if any(value == person or NAME in str(value) or person.hex in str(value) for value in row.values()):
                    found.add(row["id"].hex)
        return found

    return store.read(search)


def test_it_holds_tables_a_paper_and_the_files(store: Store, person: UUID, tmp_path: Path) -> None:
    out = tmp_path / "data.zip"
    export_person(store, "contacts", person, out, paper)
    whole, _data = unpacked(out)
    names = set(whole.namelist())
    assert {"data.json", "data.pdf", "contacts.csv", "history.csv", "disclosures.csv"} <= names
    assert whole.read("attachments/合同.txt") != whole.read("attachments/合同 (2).txt")
    assert whole.read("data.pdf").startswith(b"%PDF")
    rows = list(csv.reader(io.StringIO(whole.read("contacts.csv").decode("utf-8-sig"))))
    assert dict(zip(rows[0], rows[1], strict=True))["Full name"] == NAME
    assert dict(zip(rows[0], rows[1], strict=True))["Notes"] == "'=1+1"
    whole.close()


def test_it_speaks_chinese(store: Store, person: UUID, tmp_path: Path) -> None:
    out = tmp_path / "data.zip"
    with use_language("zh"):
        export_person(store, "contacts", person, out, paper)
    whole, _data = unpacked(out)
    assert whole.read("contacts.csv").decode("utf-8-sig").startswith("客户,姓名")
    whole.close()


def test_that_it_was_handed_over_is_noted_and_stays(store: Store, person: UUID, tmp_path: Path) -> None:
    export_person(store, "contacts", person, tmp_path / "data.zip", paper)
    (line, *_rest) = store.read(disclosures.listed)
    assert (line.kind, line.count, line.sensitive, line.place) == ("person", 1, True, str(tmp_path / "data.zip"))
    before = store.read(lambda session: session.query(Disclosure).count())
    store.undo()  # takes back what was done before, never that data left
    assert store.read(lambda session: session.query(Disclosure).count()) == before
    assert store.read(records.get, Contact, person)["title"] is None


def test_a_private_customer_takes_all_that_is_theirs(store: Store, tmp_path: Path) -> None:
    key = made(store, Customer, name=NAME, kind="person", hold_reason="Court case")
    made(store, Visit, customer_id=key, purpose="回访")
    out, wanted = tmp_path / "data.zip", ids_by_full_search(store, key)
    export_person(store, "customers", key, out, paper)
    whole, data = unpacked(out)
    assert {"customers", "visits"} <= set(data)
    assert wanted - {row["id"] for rows in data.values() for row in rows if "id" in row} == set()
    whole.close()


def test_a_firm_is_nobody(store: Store, tmp_path: Path) -> None:
    firm = made(store, Customer, name="甲公司")
    with pytest.raises(ValidationError):
        export_person(store, "customers", firm, tmp_path / "data.zip", paper)
    assert not (tmp_path / "data.zip").exists()


def test_it_is_quick_among_many(store: Store, person: UUID, tmp_path: Path) -> None:
    """10 s are allowed (R13)."""
    firm = made(store, Customer, name="乙公司")
    rows = [{"customer_id": firm, "name": f"人 {index}", "notes": "备注" * 20} for index in range(20_000)]
    store.write("Many", records.create_many, Contact, rows)
    started = time.monotonic()
    export_person(store, "contacts", person, tmp_path / "data.zip", paper)
    assert time.monotonic() - started < 10


def test_the_command_line_writes_it(store: Store, person: UUID, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path, out = store.path, tmp_path / "out.zip"
    complaint = store.read(lambda session: session.query(Complaint).count())
    store.close()
    assert cli.main(["--lang", "en", "--data", str(path), "export-person", NAME, str(out)]) == 0
    whole, data = unpacked(out)
    assert len(data["complaints"]) == complaint == 1
    whole.close()
    assert cli.main(["--lang", "en", "--data", str(path), "export-person", "Nobody", str(out)]) == 1
    assert "There is no person “Nobody”" in capfd.readouterr().err
