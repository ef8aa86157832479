"""What can be done with a complaint besides its steps: an improvement, and its papers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QToolButton

from app.i18n import gettext_text as _
from app.services import improvement_calls, improvements
from app.services.improvement_calls import Call
from app.services.improvement_lines import ImprovementLine
from app.ui.context import Context
from app.ui.kit.widgets import icon_button, literal
from app.ui.records.merging import name_more
from app.ui.records.papers import paper_commands
from app.ui.screens.improvements.opening import call_words, improvement_commands, open_for

_BELOW = QPoint(0, 28)


@dataclass(frozen=True, slots=True)
class Around:
    """The improvements that answer a complaint, and the recurring problem that no improvement answers yet."""

    answered: tuple[ImprovementLine, ...]
    call: Call | None


def more_button(context: Context, current: Callable[[], UUID | None]) -> QToolButton:
    """The "…" beside a complaint's subject."""
    button = icon_button("ellipsis", "")
    button.setObjectName("complaint.more")
    button.clicked.connect(lambda: more_menu(context, current(), button).popup(button.mapToGlobal(_BELOW)))
    name_more(button)
    return button


def more_menu(context: Context, complaint_id: UUID | None, parent: QToolButton) -> QMenu:
    """The menu, which goes when it closes."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    if complaint_id is None:
        return menu
    found = context.gateway.read_now(_around, complaint_id)
    if found.call is not None:
        menu.addAction(literal(call_words(found.call)), partial(open_for, context, found.call.complaints))
    for command in improvement_commands(context, (complaint_id,)):
        menu.addAction(literal(_(command.label)), command.run)
    for line in found.answered:
        menu.addAction(literal(f"{line.number} {line.name[:40]}"), partial(context.frame.go, "improvements", line.id))
    menu.addSeparator()
    for command in paper_commands(context, "complaints", [complaint_id]):
        menu.addAction(literal(_(command.label)), command.run)
    return menu


def _around(session: Any, complaint_id: UUID) -> Around:
    return Around(improvements.of_complaint(session, complaint_id), improvement_calls.call_of(session, complaint_id))
