"""When doubtful birthdays are kept: those of a leap month, and 29 February in common years; and whether vice posts are addressed
as such (domain/60 §6.5, §6.6)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QCheckBox

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.editors.choice import CalmCombo
from app.ui.kit.layouts import row
from app.ui.kit.widgets import name_it
from app.ui.screens.settings.parts import Page, labelled

_RULES = {
    "birthday.leap_month": (
        N_("Born in a leap month"),
        {"regular": N_("Ordinary month, every year"), "leap_if_exists": N_("Leap month where the year has it")},
    ),
    "birthday.leap_day": (N_("Born on 29 February"), {"02-28": N_("28 February"), "03-01": N_("1 March")}),
}


def add_birthdays(page: Page) -> Callable[[dict[str, Any]], None]:
    """Add the section to a page; returns what shows the stored settings."""
    page.section(_("Birthdays"), _("When a birthday is kept in years that do not have its day."))
    boxes = {key: _box(page, key) for key in _RULES}
    page.body.addLayout(row(*(labelled(_(_RULES[key][0]), box) for key, box in boxes.items()), None, spacing=16))

    page.section(_("Forms of address"), _("Whether a deputy general manager is addressed like a general manager."))
    vice = QCheckBox(_("Keep the word for a vice post"))
    vice.setObjectName("settings.address.vice")
    vice.clicked.connect(lambda on: page.store("address.vice", on))
    page.body.addWidget(vice)

    def show(values: dict[str, Any]) -> None:
        vice.setChecked(bool(values["address.vice"]))
        for key, box in boxes.items():
            box.setCurrentIndex(max(0, box.findData(values[key])))

    return show


def _box(page: Page, key: str) -> CalmCombo:
    box = CalmCombo()
    label, choices = _RULES[key]
    for code, words in choices.items():
        box.addItem(_(words), code)
    box.setMinimumWidth(220)
    name_it(box, _(label), f"settings.{key}")
    box.activated.connect(lambda _place: page.store(key, box.currentData()))
    return box
