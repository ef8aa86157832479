"""Which times of a visit that repeats a change is meant for: this one, this and the following, or all still ahead."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QMenu

from app.i18n import gettext_text as _
from app.ui.kit.widgets import literal
from app.ui.screens.visits.calendar_moves import SCOPES

THIS = "this"


def repeats(values: Mapping[str, Any]) -> bool:
    """Whether a visit is one of several that are still planned by a rule."""
    made = values["calendar_uid"] and values["occurs_on"] and values["origin"] == "series"
    return bool(made) and values["state"] == "planned"


def ask_scope(button: QAbstractButton, run: Callable[[str], None]) -> None:
    """Offer the three below a button; Esc leaves what was typed unsaved."""
    menu = scope_menu(button, run)
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
    menu.setActiveAction(menu.actions()[0])


def scope_menu(button: QAbstractButton, run: Callable[[str], None]) -> QMenu:
    """The menu itself."""
    menu = QMenu(button)
    menu.setObjectName("visit.scope")
    menu.aboutToHide.connect(menu.deleteLater)
    for code, words in SCOPES:
        menu.addAction(literal(_(words))).triggered.connect(lambda _checked=False, code=code: run(code))
    return menu
