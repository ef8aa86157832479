"""What left the file while it could not be written (a window has it): noted beside it, taken over by the next start."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from app.errors import AppError, StorageError
from app.files import atomic_write
from app.models.choices import DISCLOSURE_KIND
from app.models.types import moment_text, moment_value, now_utc, uuid7
from app.paths import noted_later
from app.services import disclosures
from app.services.disclosures import Out
from app.store.changes import Label
from app.store.notes import note
from app.store.store import Store, open_file

_WORDS = ("kind", "what", "target", "place")


def note_out(path: Path, out: Out, actor: UUID | None) -> None:
    """Note what left a data file that nobody here has open; a copy that nobody can write keeps no notes."""
    try:
        store = open_file(path, anywhere=True)
    except StorageError:
        with suppress(StorageError):
            _keep(path, out, actor)
        return
    try:
        store.actor = actor
        if not store.readonly:
            note(store, Label(disclosures.LABEL), disclosures.note, out)
    finally:
        store.close()


def _keep(path: Path, out: Out, actor: UUID | None) -> None:
    line = {
        **{word: getattr(out, word) for word in _WORDS}, "count": out.count, "ids": [one.hex for one in out.ids],
        "keys": list(out.keys), "sensitive": out.sensitive, "id": uuid7().hex, "at": moment_text(now_utc()),
        "by": actor.hex if actor else "",
    }  # fmt: skip
    with atomic_write(noted_later(path)) as file:
        file.write(json.dumps([*_kept(path), line], ensure_ascii=False, indent=1).encode())


def _kept(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(noted_later(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def take_over(store: Store) -> int:
    """Put what was noted beside the file into it; returns how many lines. What is no line of ours is passed over."""
    if store.readonly:
        return 0
    count = 0
    for one in _kept(store.path):
        with suppress(KeyError, TypeError, ValueError, AppError):
            note(store, Label(disclosures.LABEL), disclosures.note_late, *_read(one))
            count += 1
    with suppress(OSError):
        noted_later(store.path).unlink()
    return count


def _read(one: dict[str, Any]) -> tuple[Out, UUID, Any, UUID | None]:
    words = {word: str(one[word]) for word in _WORDS}
    if words["kind"] not in {choice.code for choice in DISCLOSURE_KIND}:
        raise ValueError
    ids, keys = tuple(UUID(each) for each in one["ids"]), tuple(str(each) for each in one["keys"])
    count = None if one["count"] is None else int(one["count"])
    out = Out(count=count, ids=ids, keys=keys, sensitive=bool(one["sensitive"]), **words)
    return out, UUID(one["id"]), moment_value(one["at"]), UUID(one["by"]) if one["by"] else None
