"""What the tests of backups share: a filled data file, a backup of it, and everything a file holds."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from app.models import Contact, Customer, entities
from app.models.base import table_of
from app.services import attachments, records
from app.store.archive import Backup
from app.store.store import Store


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every record of every kind with all its columns but those of this file alone."""

    def read(session: Any) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for entity in entities():
            table = table_of(entity)
            columns = [column for column in table.c if column.key not in ("doc", "row_version", "updated_at")]
            found[entity.entity] = [tuple(row) for row in session.execute(sa.select(*columns).order_by(table.c.id))]
        return found

    return store.read(read)


@pytest.fixture
def dump() -> Callable[[Store], dict[str, list[tuple[Any, ...]]]]:
    return everything


@pytest.fixture
def filled(store: Store) -> Store:
    """Some customers, people and one attachment, each by a step of its own."""
    rows = [{"name": f"客户 {index}", "notes": "备注" * index} for index in range(60)]
    made = store.write("Import", records.create_many, Customer, rows).value
    store.write("Person", records.create, Contact, {"name": "王芳", "customer_id": made[0]})
    store.write("File", attachments.add, "customers", made[0], attachments.Fresh("合同.txt", "内容".encode()))
    return store


@pytest.fixture
def backup(filled: Store) -> Backup:
    from app.safety.making import make_backup

    return make_backup(filled, "auto")
