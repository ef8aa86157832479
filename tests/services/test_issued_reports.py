"""Editions of the monthly report: frozen when issued, corrected by a revision, due on the third working day."""

import json
import shutil
from datetime import date, datetime

import pytest

from app.errors import ConflictError, StorageError, ValidationError
from app.formats import from_local
from app.models import Complaint, Employee
from app.models.attachment import Attachment
from app.models.issued import IssuedReport
from app.reports import build, issuing
from app.reports.pdf import render_bytes
from app.services import attachments, complaints, issued_reports, records, report_notes
from app.store.changes import Label
from app.store.notes import note
from tests.services.test_complaint_month_oracle import seed

MONTH, KIND = "2026-07", issued_reports.KIND


def noted(store, op, *args):
    return note(store, Label(issued_reports.LABEL), op, *args).value


def issue(store):
    prepared = store.read(issuing.ready, MONTH)
    return prepared, issuing.pages(prepared)


@pytest.fixture(scope="module")
def issued(template, tmp_path_factory):
    """July 2026 of the oracle, reviewed and issued; printing is the dear part, so it is done once."""
    from app.store.store import open_file

    path = tmp_path_factory.mktemp("issued") / "data.db"
    shutil.copy(template, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLIENTELE_HOME", str(path.parent))
        store = open_file(path)
        store.write("Seeded", seed)
        noted(store, issued_reports.review, KIND, MONTH)
        prepared, pages = issue(store)
        key = noted(store, issued_reports.issue, KIND, MONTH, prepared.figures, pages)
        yield store, key, pages
        store.close()


def printed(store, language):
    return render_bytes(store.read(build, "complaints", language, month=MONTH))[0]


def test_an_issued_report_is_what_was_issued_and_a_revision_is_not(issued):
    store, key, pages = issued
    case = store.read(lambda s: s.query(Complaint.id).filter(Complaint.number == "K04").scalar())
    store.write("Edited", complaints.amend, case, {"category": "99.1", "compensation": 9_999_900})
    assert {language: printed(store, language) for language in pages} == pages
    with pytest.raises(ConflictError):
        noted(store, issued_reports.issue, KIND, MONTH, "{}", pages)
    with pytest.raises(ConflictError):
        noted(store, issued_reports.review, KIND, MONTH)
    with pytest.raises(ConflictError):
        noted(store, issued_reports.take_back, KIND, MONTH)
    with pytest.raises(ValidationError):
        noted(store, issued_reports.revise, KIND, MONTH, "  ")
    with pytest.raises(ValidationError):
        store.write("x", attachments.delete, [entry.id for entry in store.read(attachments.listed, "issued_reports", key)])
    page = store.read(attachments.listed, "issued_reports", key)[0].id
    for way in ((records.update, IssuedReport, key, {"figures": "{}"}), (records.delete, IssuedReport, [key]),
                (records.update, Attachment, page, {"name": "x.pdf"}), (records.delete, Attachment, [page])):  # fmt: skip
        with pytest.raises(ValidationError, match="issued report stays as it is"):
            store.write("x", *way)
    kept = json.loads(store.read(records.get, IssuedReport, key)["figures"])
    assert {row["code"]: row["this"]["value"] for row in kept["kpis"]}["compensation"] == "300000"
    assert [case["number"] for case in kept["open_cases"]] == ["K10", "K13", "K14"]
    assert not any("customer" in case or "subject" in case for case in kept["open_cases"])
    store.undo()  # takes the edit back: issuing is no step of undo
    assert store.read(issued_reports.current, KIND, MONTH).state == "issued"
    assert store.read(lambda s: s.query(Attachment).filter(Attachment.issued_report_id == key).count()) == 2
    store.redo()
    noted(store, issued_reports.revise, KIND, MONTH, "K04 was counted under the wrong category")
    document = store.read(build, "complaints", "en", month=MONTH)
    assert document.number == "TSYB-202607-2"
    assert "K04 was counted" in document.blocks[0].text
    assert not document.kept
    first, second = reversed(store.read(issued_reports.editions, KIND, MONTH))
    assert (first.state, first.revision, second.state, second.revision) == ("issued", 1, "draft", 2)
    assert store.read(issued_reports.kept, first.id, "zh") == pages["zh"]
    with pytest.raises(StorageError):
        store.read(issued_reports.kept, second.id, "zh")


def test_what_must_come_first(store):
    with pytest.raises(ConflictError):
        noted(store, issued_reports.issue, KIND, MONTH, "{}", {})
    with pytest.raises(ConflictError):
        noted(store, issued_reports.revise, KIND, MONTH, "Nothing to correct")
    noted(store, issued_reports.review, KIND, MONTH)
    noted(store, issued_reports.take_back, KIND, MONTH)
    assert store.read(issued_reports.current, KIND, MONTH).state == "draft"
    noted(store, issued_reports.review, KIND, "2099-01")
    with pytest.raises(ValidationError):
        noted(store, issued_reports.issue, KIND, "2099-01", "{}", {})
    assert store.undo() is None


def test_the_report_is_due_on_the_third_working_day(store, monkeypatch):
    def on(day):
        monkeypatch.setattr(issued_reports, "today", lambda: date.fromisoformat(day))
        return store.read(issued_reports.due)

    assert on("2026-08-05") is None  # no complaint ever
    store.write("x", complaints.import_cases, [{"subject": "S", "received_at": from_local(datetime(2026, 7, 1, 9))}])
    assert on("2026-08-01") is None  # a Saturday; the first working day is Monday the 3rd
    found = on("2026-08-03")
    assert (found.period, found.due_on, found.overdue, found.state) == ("2026-07", date(2026, 8, 5), False, "draft")
    assert on("2026-08-06").overdue
    assert on("2026-07-20") is None  # nothing came in before July
    assert on("2026-10-07") is None  # still the National Day holidays
    assert on("2026-10-08").due_on == date(2026, 10, 10)  # a Saturday that makes up for one of them


def test_texts_of_sections_are_undoable_steps(store):
    assert store.write("x", report_notes.write, KIND, MONTH, "XV", " More staff \n").value
    assert store.write("x", report_notes.write, KIND, MONTH, "XV", "Two more people").value
    assert not store.write("x", report_notes.write, KIND, MONTH, "XV", "Two more people").value
    assert store.read(report_notes.notes, KIND, MONTH) == {"XV": "Two more people"}
    assert store.read(report_notes.notes, KIND, "2026-06") == {}
    store.undo()
    assert store.read(report_notes.notes, KIND, MONTH) == {"XV": "More staff"}


def test_only_who_may_approve_moves_an_edition(store):
    seller = store.write("x", records.create, Employee, {"name": "林晚", "role": "salesperson"}).value
    store.write("x", records.create, Employee, {"name": "老板", "role": "owner"})
    store.actor = seller
    alone, more = (issued_reports.review,), (issued_reports.issue, "{}", {})
    for move, *rest in (alone, (issued_reports.take_back,), more, (issued_reports.revise, "错")):
        with pytest.raises(ValidationError):
            noted(store, move, KIND, MONTH, *rest)
    assert store.read(issued_reports.editions, KIND, MONTH) == ()
