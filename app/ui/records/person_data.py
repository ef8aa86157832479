"""What a person may ask of us about their data: a copy of all of it, or that it is erased (faults §5.7)."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.models import entity_named
from app.services import records
from app.ui.context import Command, Context
from app.ui.guard.allowed import is_allowed

COPY, ERASE = N_("Hand over their data …"), N_("Erase this person …")
PEOPLE = ("contacts", "customers")


def person_commands(context: Context, entity: str, record_id: UUID, parent: QWidget) -> tuple[Command, ...]:
    """For people and private customers only: a firm has no such rights."""
    if entity not in PEOPLE or not _is_person(context, entity, record_id):
        return ()
    return (
        Command(COPY, lambda: _copy(context, entity, record_id, parent), "download"),
        Command(ERASE, lambda: _erase(context, entity, record_id, parent), "trash-2"),
    )


def _is_person(context: Context, entity: str, record_id: UUID) -> bool:
    values = context.gateway.read_now(records.get, entity_named(entity), record_id)
    return entity != "customers" or values["kind"] == "person"


def _copy(context: Context, entity: str, record_id: UUID, parent: QWidget) -> None:
    from app.ui.dialogs.person_copy import hand_over

    hand_over(context, entity, record_id, parent)


def _erase(context: Context, entity: str, record_id: UUID, parent: QWidget) -> None:
    from app.ui.dialogs.erasing import ErasingDialog

    if is_allowed(context, "erase"):
        ErasingDialog(context, parent.window(), entity, record_id).show()
