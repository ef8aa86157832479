"""The menu "…" of a record, and the ways to the review of duplicates: from a list's menu, from its rows, from a record's own."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QToolButton

from app.i18n import N_
from app.i18n import gettext_text as _
from app.ui.context import Command, Context
from app.ui.kit.widgets import icon_button, literal, name_it, set_tip
from app.ui.records.papers import paper_commands
from app.ui.records.person_data import person_commands

_BELOW = QPoint(0, 28)
FIND = N_("Find duplicates")
MERGE_WITH = N_("Merge with …")
COMPARE = N_("Compare and merge")


def find_command(context: Context, entity: str) -> Command:
    """Look through all records of a kind."""
    return Command(FIND, lambda: context.frame.begin("duplicates", {"entity": entity}), "copy")


def merge_commands(context: Context, entity: str, ids: Sequence[UUID]) -> tuple[Command, ...]:
    """What rows of a list offer: one looks for its other, two are compared."""
    if not 1 <= len(ids) <= 2:
        return ()
    values = {"entity": entity, "first": ids[0], **({"second": ids[1]} if len(ids) > 1 else {})}
    return (Command(COMPARE if len(ids) > 1 else MERGE_WITH, lambda: context.frame.begin("duplicates", values)),)


def memo_commands(context: Context, entity: str, record_id: UUID | None) -> tuple[Command, ...]:
    """Noting a call of a customer or a person."""
    link = {"customers": "customer_id", "contacts": "contact_id"}.get(entity)
    if link is None or record_id is None:
        return ()
    return (Command(N_("New phone memo"), lambda: context.frame.begin("phone_memos", {link: record_id}), "phone"),)


def more_button(context: Context, entity: str, current: Callable[[], UUID | None]) -> QToolButton:
    """The "…" beside a record's name."""
    button = icon_button("ellipsis", "")
    button.clicked.connect(lambda: record_menu(context, entity, current(), button).popup(button.mapToGlobal(_BELOW)))
    name_more(button)
    return button


def name_more(button: QToolButton) -> None:
    """Its word in the language in force."""
    name_it(button, _("More"))
    set_tip(button, button.accessibleName())


def record_menu(context: Context, entity: str, record_id: UUID | None, parent: QToolButton) -> QMenu:
    """What can be done with a record besides its buttons."""
    menu = QMenu(parent)
    for command in paper_commands(context, entity, [record_id] if record_id is not None else []):
        menu.addAction(literal(_(command.label)), command.run)
    for command in memo_commands(context, entity, record_id):
        menu.addAction(literal(_(command.label)), command.run)
    menu.addSeparator()
    for command in merge_commands(context, entity, [record_id] if record_id is not None else []):
        menu.addAction(literal(_(command.label)), command.run)
    if record_id is not None:
        for command in person_commands(context, entity, record_id, parent):
            menu.addAction(literal(_(command.label)), command.run)
    return menu
