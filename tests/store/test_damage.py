"""A damaged or strange file gets a sentence, and stays as it is."""

from pathlib import Path

import pytest

from app.errors import AppError, StorageError
from app.models import Customer
from app.services import records
from app.services.lists import ListQuery, page
from app.store.store import Store, open_file
from app.store.verify import verify

QUERY = ListQuery("customers", ("name", "phone"), "name")


@pytest.fixture
def filled(store: Store, data_file: Path) -> Path:
    store.write("Import", records.create_many, Customer, [{"name": f"客户 {i}", "notes": "x" * 300} for i in range(2000)])
    store.close()
    return data_file


def used(path: Path) -> None:
    """Open, verify and read the file; raises AppError as soon as something of it is not whole."""
    opened = open_file(path)
    try:
        if not verify(opened).whole:
            raise StorageError("not whole")
        opened.read(page, QUERY, 0, 5000)
    finally:
        opened.close()


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_told_in_a_sentence(filled: Path, kept: float) -> None:
    content = filled.read_bytes()
    filled.write_bytes(content[: int(len(content) * kept) // 4096 * 4096])
    with pytest.raises(AppError):
        used(filled)


def test_zeroed_pages_are_found(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8 * 4096] = bytes(8 * 4096)
    filled.write_bytes(content)
    with pytest.raises(AppError):
        used(filled)


def test_a_whole_file_raises_nothing(filled: Path) -> None:
    used(filled)


def test_a_torn_page_is_called_damage_with_a_way_on(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[8192 : 8192 + 40_000] = b"\xff" * 40_000
    filled.write_bytes(content)
    with pytest.raises(StorageError) as told:
        used(filled)
    assert told.value.key == "{file} is damaged. Restore a backup."
    assert filled.read_bytes() == bytes(content)
