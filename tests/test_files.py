"""A virus scanner holds the file that is being replaced (faults F100)."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from app import files
from app.errors import StorageError


def scanner(monkeypatch: pytest.MonkeyPatch, times: int) -> list[float]:
    """Holds the file for so many tries; returns the pauses between them."""
    real, pauses, left = os.replace, list[float](), [times]

    def replace(*arguments: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "held by another program")
        real(*arguments)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


@pytest.mark.parametrize("times", [0, 1, 4])
def test_it_is_tried_again_until_the_scanner_lets_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr(files, "_SCANNED", True)
    pauses = scanner(monkeypatch, times)
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with files.atomic_write(target) as file:
        file.write(b"new")
    assert target.read_bytes() == b"new"
    assert len(pauses) == times
    assert sum(pauses) < 2


@pytest.mark.parametrize(("scanned", "tries"), [(True, 5), (False, 1)])
def test_after_two_seconds_it_is_said_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scanned: bool, tries: int
) -> None:
    monkeypatch.setattr(files, "_SCANNED", scanned)
    pauses = scanner(monkeypatch, 99)
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(StorageError) as error, files.atomic_write(target) as file:
        file.write(b"new")
    assert len(pauses) == tries - 1
    assert "unchanged" in error.value.sentence
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target, tmp_path / "home"]
