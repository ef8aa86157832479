"""What leaves the window is written down: prints, saved papers, mails, exports; with sensitive values only by a tick."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QCheckBox

from app.models import Contact, Customer
from app.reports import report
from app.services import disclosures, records
from app.services.disclosures import Line
from app.services.lists import ListQuery
from app.ui.context import Context
from app.ui.lists.exporting import export_to
from app.ui.screens.reports.screen import ReportsScreen
from tests.reports.reading import pypdf_text

ID = "440301198508150011"


def make(context: Context, entity: Any, **values: Any) -> UUID:
    made: list[UUID] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def noted(context: Context) -> list[Line]:
    found: list[Line] = context.gateway.read_now(disclosures.listed)
    return found


@pytest.fixture
def screen(context: Context, qtbot: Any) -> ReportsScreen:
    screen = ReportsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    return screen


def test_a_saved_paper_is_noted_with_whom_it_was_about(context: Context, screen: ReportsScreen, tmp_path: Path) -> None:
    key = make(context, Customer, name="李静", kind="person", address="深南大道 1 号")
    screen.show_report("customer-file", customer=key)
    assert screen.printed is not None
    assert "深南大道" not in pypdf_text(screen.printed.data)
    tick = screen.findChild(QCheckBox, "reports.clear")
    assert tick is not None
    assert tick.isVisible()
    tick.click()
    assert "深南大道" in pypdf_text(screen.printed.data)
    screen.save_to(tmp_path / "a.pdf")
    screen.saved.mailed.emit(str(tmp_path / "a.pdf"))
    mailed, saved = noted(context)
    assert (saved.kind, saved.what, saved.target, saved.count) == ("exported", "Customer file", "customers", 1)
    assert saved.sensitive
    assert (mailed.kind, mailed.place) == ("mailed", str(tmp_path / "a.pdf"))
    screen.choose(report("customer"))
    assert not tick.isChecked()


@pytest.mark.parametrize("clear", [False, True])
def test_an_exported_list_is_noted(context: Context, tmp_path: Path, clear: bool) -> None:
    make(context, Customer, name="李静", kind="person", id_number=ID)
    kind = "Excel with sensitive values (*.xlsx)" if clear else "Excel (*.xlsx)"
    export_to(context, "customers", tmp_path / "a.xlsx", ListQuery("customers", ("name", "id_number"), "name"), kind=kind)
    (line,) = noted(context)
    assert (line.kind, line.target, line.count, line.sensitive) == ("exported", "customers", 1, clear)


def test_undo_leaves_it_standing(context: Context, tmp_path: Path) -> None:
    firm = make(context, Customer, name="甲")
    make(context, Contact, customer_id=firm, name="王芳")
    export_to(context, "contacts", tmp_path / "a.vcf", None, kind="vCard 4.0 (*.vcf)")
    for _step in range(3):
        context.gateway.undo()
    assert [line.count for line in noted(context)] == [1]
