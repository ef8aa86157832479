"""Visits that repeat, made by the program itself for the twelve months ahead: a step of the log that is none of undo's."""

from app.i18n import N_
from app.services import visit_series
from app.store.changes import ChangeSet, Label
from app.store.notes import note
from app.store.store import Store

LABEL = N_("Planned the repeating visits further ahead")


def extend(store: Store) -> ChangeSet | None:
    """Look, and make the times that came within twelve months; None where none did, or where the file is only read."""
    if store.readonly or not store.read(visit_series.due_for_more):
        return None
    return note(store, Label(LABEL), visit_series.extend).changes
