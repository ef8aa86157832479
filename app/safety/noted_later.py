"""What left the file while it could not be written (a window has it): noted beside it, taken over by the next start."""

import errno
import json
from contextlib import suppress
from glob import escape
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from app.errors import AppError, StorageError, reason_of
from app.files import atomic_write
from app.i18n import N_
from app.models.choices import DISCLOSURE_KIND
from app.models.types import moment_text, moment_value, now_utc, uuid7
from app.paths import noted_later
from app.services import disclosures
from app.services.disclosures import Out
from app.store.changes import Label
from app.store.lock import turn
from app.store.notes import note
from app.store.store import Store, open_file

_WORDS = ("kind", "what", "target", "place")
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
"""What a folder says in which nobody may write."""


def note_out(path: Path, out: Out, actor: UUID | None) -> None:
    """Note what left a data file that nobody here has open; a copy that nobody can write keeps no notes. StorageError where it
    could not be noted otherwise."""
    try:
        store = open_file(path, anywhere=True)
    except StorageError:
        _keep_where_allowed(path, out, actor)
        return
    try:
        store.actor = actor
        if not store.readonly:
            note(store, Label(disclosures.LABEL), disclosures.note, out)
    finally:
        store.close()


def _keep_where_allowed(path: Path, out: Out, actor: UUID | None) -> None:
    try:
        _keep(path, out, actor)
    except StorageError as error:
        cause = error.__cause__
        if not isinstance(cause, OSError) or cause.errno not in _FORBIDDEN:
            raise


def _keep(path: Path, out: Out, actor: UUID | None) -> None:
    line = {
        **{word: getattr(out, word) for word in _WORDS}, "count": out.count, "ids": [one.hex for one in out.ids],
        "keys": list(out.keys), "sensitive": out.sensitive, "id": uuid7().hex, "at": moment_text(now_utc()),
        "by": actor.hex if actor else "",
    }  # fmt: skip
    beside = noted_later(path)
    with turn(beside):
        kept = _kept(beside)
        if kept is None:
            _put_aside(beside)
        with atomic_write(beside) as file:
            file.write(json.dumps([*(kept or []), line], ensure_ascii=False, indent=1).encode())


def _kept(beside: Path) -> list[Any] | None:
    """The lines that stand there; None where the file cannot be read as ours. StorageError where it cannot be read at all."""
    try:
        found = json.loads(beside.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except ValueError:
        return None
    except OSError as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(beside), reason=reason_of(error)) from error
    return found if isinstance(found, list) else None


def _put_aside(beside: Path) -> None:
    """Keep a damaged file under another name, never over one that was put aside before."""
    places = (beside.with_name(f"{beside.name}.damaged{number or ''}") for number in count())
    try:
        beside.rename(next(place for place in places if not place.exists()))
    except OSError as error:
        raise StorageError(N_("{path} cannot be read: {reason}."), path=str(beside), reason=reason_of(error)) from error


def drop_aside(path: Path) -> None:
    """Delete what was put aside of this data file: nobody can read out of it whom it names, and somebody is erased."""
    for aside in noted_later(path).parent.glob(f"{escape(noted_later(path).name)}.damaged*"):
        with suppress(OSError):
            aside.unlink()


def take_over(store: Store) -> int:
    """Put what was noted beside the file into it; returns how many lines. What is no line of ours is put aside.

    StorageError where the disk refuses: everything then stays beside the file, and what is in it already comes but once."""
    beside = noted_later(store.path)
    if store.readonly or not beside.exists():
        return 0
    with turn(beside):
        kept = _kept(beside)
        taken = [_taken(store, one) for one in kept or ()]
        if kept is None or not all(taken):
            _put_aside(beside)
        else:
            with suppress(OSError):  # the next start finds them in the file already
                beside.unlink()
    return sum(taken)


def _taken(store: Store, one: Any) -> bool:
    """Whether this was a line of ours; it stands in the file then."""
    try:
        note(store, Label(disclosures.LABEL), disclosures.note_late, *_read(one))
    except StorageError:
        raise
    except (KeyError, TypeError, ValueError, AppError):
        return False
    return True


def _read(one: dict[str, Any]) -> tuple[Out, UUID, Any, UUID | None]:
    words = {word: str(one[word]) for word in _WORDS}
    if words["kind"] not in {choice.code for choice in DISCLOSURE_KIND}:
        raise ValueError
    ids, keys = tuple(UUID(each) for each in one["ids"]), tuple(str(each) for each in one["keys"])
    count = None if one["count"] is None else int(one["count"])
    out = Out(count=count, ids=ids, keys=keys, sensitive=bool(one["sensitive"]), **words)
    return out, UUID(one["id"]), moment_value(one["at"]), UUID(one["by"]) if one["by"] else None
