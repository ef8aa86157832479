"""What left the file while a window had it: nothing noted beside it is lost, whatever the disk or another program does."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.errors import StorageError
from app.paths import noted_later as beside
from app.safety import noted_later
from app.services import disclosures
from app.services.disclosures import Out
from app.store.notes import note
from app.store.store import Store

LEFT = [Out("exported", what=what, place="/u") for what in "XYZ"]


def kept(store: Store) -> list[str]:
    return [one["what"] for one in json.loads(beside(store.path).read_text(encoding="utf-8"))]


def noted(store: Store) -> list[str]:
    return sorted(line.what for line in store.read(disclosures.listed))


def test_a_full_disk_leaves_every_note_where_it_is(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for out in LEFT:
        noted_later._keep(store.path, out, None)
    calls: list[Any] = []

    def full(*args: Any) -> Any:
        calls.append(args)
        if len(calls) > 1:
            raise StorageError("{file} is full.", file="x")
        return note(*args)

    monkeypatch.setattr("app.safety.noted_later.note", full)
    with pytest.raises(StorageError):
        noted_later.take_over(store)
    assert (kept(store), noted(store), len(calls)) == (["X", "Y", "Z"], ["X"], 2)
    monkeypatch.setattr("app.safety.noted_later.note", note)
    assert noted_later.take_over(store) == 3
    assert noted(store) == ["X", "Y", "Z"]  # none twice
    assert not beside(store.path).exists()


def test_a_cut_file_is_put_aside_and_not_written_over(store: Store) -> None:
    place = beside(store.path)
    for out in LEFT[:2]:
        noted_later._keep(store.path, out, None)
        place.write_bytes(cut := place.read_bytes()[:-3])
    noted_later._keep(store.path, LEFT[2], None)
    aside = sorted(place.parent.glob(f"{place.name}.damaged*"))
    assert (kept(store), len(aside), aside[1].read_bytes()) == (["Z"], 2, cut)
    place.write_bytes(b'[{"kind": "x"}]')
    assert noted_later.take_over(store) == 0
    assert len(list(place.parent.glob(f"{place.name}.damaged*"))) == 3
    noted_later.drop_aside(store.path)
    assert [path.name for path in place.parent.iterdir() if place.name in path.name] == []


def test_two_exports_at_once_are_both_noted(store: Store) -> None:
    outs = [Out("exported", what=str(number), place="/u") for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda out: noted_later._keep(store.path, out, None), outs))
    assert sorted(kept(store), key=int) == [str(number) for number in range(24)]


def test_what_cannot_be_noted_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(number: int) -> Any:
        def replace(*_args: Any) -> None:
            raise OSError(number, os.strerror(number))

        return replace

    monkeypatch.setattr("app.files._replace", refused(28))
    with pytest.raises(StorageError):
        noted_later.note_out(store.path, LEFT[0], None)
    monkeypatch.setattr("app.files._replace", refused(30))  # a copy on a disk that nobody can write
    noted_later.note_out(store.path, LEFT[0], None)
    assert not Path(beside(store.path)).exists()
