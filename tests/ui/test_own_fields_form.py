"""A field that the firm adds in Settings stands in the file of the next customer that is opened, and is saved with it."""

from typing import Any
from uuid import UUID

from pytestqt.qtbot import QtBot

from app.models import Customer
from app.services import records
from app.ui.context import Context
from app.ui.screens.customers.screen import CustomersScreen
from app.ui.screens.settings.screen import SettingsScreen


def shown(screen: Any, qtbot: QtBot) -> None:
    qtbot.addWidget(screen)
    screen.resize(1166, 700)
    screen.show()
    screen.activate()


def test_a_field_added_in_the_settings_is_filled_in_a_file(context: Context, qtbot: QtBot) -> None:
    made: list[UUID] = []
    context.gateway.write("make", records.create, Customer, {"name": "华信钢构"}, done=made.append)
    settings, customers = SettingsScreen(context), CustomersScreen(context)
    shown(customers, qtbot)
    customers.open_record(made[0])
    shown(settings, qtbot)
    page: Any = settings.show_page("own_fields")
    page.add.click()
    page.form.editor("name").widget.setText("罐容（吨）")
    page.form.editor("kind").set_value("number")
    page.form.submitted.emit()
    customers.activate()
    customers.open_record(made[0])
    customers.record.pane.show_tab("file")
    form: Any = customers.record.file.form()
    (key,) = [key for key in form.whole_values() if key.startswith("own.")]
    editor: Any = form.editor(key)
    qtbot.keyClicks(editor.widget, "12,5a")
    assert "12,5a" in editor.problem()
    editor.widget.clear()
    qtbot.keyClicks(editor.widget, "12.5")
    form.submitted.emit()
    assert str(context.gateway.read_now(records.get, Customer, made[0])[key]) == "12.5"
