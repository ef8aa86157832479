"""Every kind of file the program writes, for disks that are full or broken: each writes one to the path it is given."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from app.errors import AppError
from app.exchange.bundle_out import write_changes
from app.exchange.card_writer import export_cards
from app.exchange.export import export
from app.files import atomic_write
from app.models import Customer
from app.reports import pdf
from app.reports.document import Document, Paragraph
from app.reports.sheet import Sheet, SheetColumn, write_sheet
from app.services import attachments, records
from app.services.lists import ListQuery, page
from app.store.since import touched_since
from app.store.store import Store

Output = Callable[[Store, Path], object]
LINES = 1200


def _pdf(store: Store, path: Path) -> object:
    name = store.read(lambda session: records.get(session, Customer, _first(store)))["name"]
    blocks = (Paragraph(f"{name} {sha256(str(line).encode()).hexdigest()}") for line in range(LINES))
    return pdf.render(Document(title=name, blocks=tuple(blocks)), path)


def _csv(store: Store, path: Path) -> object:
    return store.read(export, "customers", path)


def _cards(store: Store, path: Path) -> object:
    return store.read(export_cards, path)


def _sheet(_store: Store, path: Path) -> object:
    rows = [(sha256(str(line).encode()).hexdigest() * 4,) for line in range(LINES)]
    return write_sheet(path, [Sheet("x", (SheetColumn("a"),), rows)])


def _changes(store: Store, path: Path) -> object:
    touched = store.read(touched_since, datetime(2000, 1, 1, tzinfo=UTC), None)
    return store.read(write_changes, path, touched)


def _attachment(store: Store, path: Path) -> object:
    entry = store.read(attachments.listed, "customers", _first(store))[0]
    store.blobs.copy(entry.digest, entry.name, path)
    return path


def _preferences(_store: Store, path: Path) -> object:
    with atomic_write(path) as file:
        return file.write(json.dumps({"x": "y" * 4000}).encode())


def _first(store: Store) -> UUID:
    return store.read(page, ListQuery("customers", ("name",), "name", text="客户0"), 0, 1)[0].id


OUTPUTS: dict[str, Output] = {
    "report.pdf": _pdf, "list.csv": _csv, "list.xlsx": _csv, "people.vcf": _cards, "report.xlsx": _sheet,
    "changes.xlsx": _changes,
    "attachment.bin": _attachment, "preferences.json": _preferences,
}  # fmt: skip


def naive(_store: Store, path: Path) -> object:
    """The negative control: the way in which most programs write a file."""
    try:
        return path.write_bytes(b"new" * 100_000)
    except OSError as error:
        raise AppError("full") from error
