"""Writing down what happened, and what nobody takes back: that data left the file, that somebody signed in."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from app.store.changes import Label
from app.store.store import Store, Written

ORIGIN = "note"
P = ParamSpec("P")
T = TypeVar("T")


def note(store: Store, label: Label, op: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> Written[T]:
    """Write as a logged step that is none of undo's. A file open for reading only is left alone: StorageError."""
    return store._write(label, ORIGIN, None, lambda session: op(session, *args, **kwargs))
