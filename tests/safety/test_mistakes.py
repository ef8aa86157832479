"""Mistakes on a large scale (faults F91, F94): one step back, and a backup that was made before it; the wrong backup restored."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.exchange.apply import apply, label_of
from app.exchange.reading import build_sheet
from app.exchange.whole_file import mappings_of, plan_file, with_choice
from app.models import Contact, Customer
from app.safety.making import make_backup
from app.safety.restore import restore
from app.safety.rounds import secure
from app.services import bulk, lists, merge, records
from app.services.lists import ListQuery
from app.store.changes import Label
from app.store.store import Store

Dump = Callable[[Store], dict[str, list[tuple[Any, ...]]]]
ALL = ListQuery("customers", ("name",), "name")


def mass_edit(store: Store) -> None:
    ids = store.read(lists.ids, ALL)
    store.write("Changed", bulk.change, "customers", ids, "notes", "wrong")


def merged(store: Store) -> None:
    one, other = store.read(lists.ids, ALL, 2)
    store.write("Person", records.create, Contact, {"name": "李", "customer_id": other})
    store.write("Merged", merge.merge, Customer, one, other)
    store.undo()
    store.redo()


def wrong_column(store: Store) -> None:
    """The notes of a table taken for phone numbers."""
    rows = [["Name", "Remark"], *([f"新客户 {number}", f"1380000{number:04d}"] for number in range(120))]
    sheet = build_sheet(Path("a.csv"), list(enumerate(rows, 1)), {}, [])
    plan = store.read(plan_file, sheet, with_choice(mappings_of(sheet, "customers"), "Remark", "phone"))
    store.write(Label(*label_of(plan)), apply, plan)


@pytest.mark.parametrize(
    ("reason", "work", "steps"),
    [("before-change", mass_edit, 1), ("before-merge", merged, 2), ("before-import", wrong_column, 1)],
)
def test_one_step_back_or_the_backup_before_it(
    filled: Store, dump: Dump, reason: str, work: Callable[[Store], None], steps: int
) -> None:
    before = dump(filled)
    made = secure(filled, reason)
    assert made is not None
    assert (made.reason, made.verified) == (reason, True)
    work(filled)
    assert dump(filled) != before
    for _step in range(steps):
        assert filled.undo() is not None
    living = {key: [row for row in rows if row in before[key]] for key, rows in dump(filled).items()}
    assert living == before  # what was made lies in the recycle bin now
    restore(filled, made)
    assert dump(filled) == before


def test_the_wrong_backup_is_taken_back_by_the_one_made_before_it(filled: Store, dump: Dump) -> None:
    wrong = make_backup(filled, "auto")
    filled.write("Made", records.create_many, Customer, [{"name": f"今天 {number}"} for number in range(20)])
    now = dump(filled)
    done = restore(filled, wrong)
    assert dump(filled) != now
    assert done.before is not None
    restore(filled, done.before)
    assert dump(filled) == now
