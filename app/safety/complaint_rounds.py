"""What falls due in complaints, written down by the program itself: a step of the log that is none of undo's (domain/40 §4.6)."""

from app.services import complaint_clock
from app.store.changes import ChangeSet, Label
from app.store.notes import note
from app.store.store import Store


def tick(store: Store) -> ChangeSet | None:
    """Look, and write what fell due; None where nothing did, or where the file is only read."""
    if store.readonly:
        return None
    found = store.read(complaint_clock.falling)
    return note(store, Label(complaint_clock.LABEL), complaint_clock.run, found).changes if found else None
