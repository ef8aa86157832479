"""A long history undone to its beginning and redone to its end (faults F90, R11): what is seen is at every moment what was there.

    python -m tests.faults.undoing --steps 10000 --seed 1      also: --control (now and then something is written unlogged)

The steps are random: customers, people, visits and attachments made, changed, deleted with all that belongs to them, brought
back out of the recycle bin, merged; undone, redone, and the program started anew. Prints a JSON object.
"""

import argparse
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.errors import ConflictError
from app.models import Contact, Customer, Visit, entities, fields_of
from app.models.base import table_of
from app.services import attachments, merge, records
from app.store.log import chain_problems
from app.store.store import Store, open_file
from tests.faults.kit import Template, contents_of, quick_folder, shared_template

NAMES = ("华信", "宁江", "东川", "海陵", "Ann <b>", "=cmd()", "𠮷野")
KINDS = (*("add", "person", "person", "visit", "file", "drop", "restore", "merge"), *["change"] * 3, *["undo"] * 2, "redo")
MOST = 120
"""So many customers at most: looking at everything after each step is what takes the time."""
_RESTART = 400


def dump(store: Store) -> dict[Any, Any]:
    """Everything people can see: the declared values of all records outside the recycle bin."""

    def read(session: Any) -> dict[str, Any]:
        seen: dict[Any, Any] = {}
        for entity in entities():
            table = table_of(entity)
            columns = [table.c.id, *(table.c[key] for key in fields_of(entity))]
            rows = session.execute(sa.select(*columns).where(table.c.deleted_at.is_(None)))
            seen |= {(entity.entity, row[0]): tuple(row[1:]) for row in rows}
        return seen

    return store.read(read)


class History:
    """Random steps on an open file; ``moments`` are the digests of what was seen after each step in force, ``at`` the present."""

    def __init__(self, path: Path, seed: int, control: bool) -> None:
        self.store, self.rng, self.control = open_file(path), random.Random(seed), control
        self.moments, self.at = [b""], 0
        self.found: Counter[str] = Counter({"moments lost": 0, "steps": 0, "undone": 0, "redone": 0, "starts": 1})
        self.seen: dict[Any, Any] = {}
        self.moments[0] = self._look()

    def _look(self) -> bytes:
        self.seen = dump(self.store)
        return blake2b(repr(sorted(self.seen.items(), key=repr)).encode(), digest_size=16).digest()

    def _ids(self, entity: str) -> list[UUID]:
        return sorted(key[1] for key in self.seen if key[0] == entity)

    def _compare(self) -> None:
        self.found["moments lost"] += self._look() != self.moments[self.at]

    def step(self) -> None:
        """One random step, looked at."""
        self.found["steps"] += 1
        kind = self.rng.choice(KINDS)
        if len(self._ids("customers")) > MOST:
            kind = "drop"
        if kind in ("undo", "redo"):
            _moves(self, self.back if kind == "undo" else self.forth)
            self._compare()
        else:
            self._do(kind)
        if self.found["steps"] % _RESTART == 0:
            self._restart()

    def _do(self, kind: str) -> None:
        op: Callable[..., Any] = getattr(self, f"_{kind}")
        if self.store.write(kind, op).changes is not None:
            del self.moments[self.at + 1 :]
            self.moments.append(self._look())
            self.at += 1
        if self.control and self.rng.random() < 0.05 and self._ids("customers"):
            key = self.rng.choice(self._ids("customers"))
            table = table_of(Customer)
            self.store.quietly(lambda session: session.execute(sa.update(table).where(table.c.id == key).values(notes="!")))

    def back(self) -> None:
        """Undo, where there is something."""
        if self.at and self.store.undo() is not None:
            self.at, self.found["undone"] = self.at - 1, self.found["undone"] + 1

    def forth(self) -> None:
        """Redo, where something was undone."""
        if self.at + 1 < len(self.moments) and self.store.redo() is not None:
            self.at, self.found["redone"] = self.at + 1, self.found["redone"] + 1

    def _restart(self) -> None:
        path = self.store.path
        self.store.close()
        self.store, self.found["starts"] = open_file(path), self.found["starts"] + 1

    # what is done --------------------------------------------------------------------------------------------------

    def _add(self, session: Any) -> None:
        records.create_many(session, Customer, [{"name": self.rng.choice(NAMES)} for _ in range(self.rng.randint(1, 3))])

    def _change(self, session: Any) -> None:
        phone, notes = f"138{self.rng.randrange(10**8):08d}", "备注" * self.rng.randrange(9)
        values = {"name": self.rng.choice(NAMES), "phone": phone, "notes": notes}
        if ids := self._ids("customers"):
            records.update(session, Customer, self.rng.choice(ids), values)

    def _person(self, session: Any) -> None:
        if ids := self._ids("customers"):
            records.create(session, Contact, {"name": self.rng.choice(NAMES), "customer_id": self.rng.choice(ids)})

    def _visit(self, session: Any) -> None:
        if ids := self._ids("customers"):
            records.create(session, Visit, {"customer_id": self.rng.choice(ids), "purpose": self.rng.choice(NAMES)})

    def _file(self, session: Any) -> None:
        if ids := self._ids("customers"):
            fresh = attachments.Fresh("合同.txt", self.rng.randbytes(20))
            attachments.add(session, "customers", self.rng.choice(ids), fresh)

    def _drop(self, session: Any) -> None:
        if ids := self._ids("customers"):
            records.delete(session, Customer, self.rng.sample(ids, min(len(ids), self.rng.randint(1, 3))))

    def _restore(self, session: Any) -> None:
        table = table_of(Customer)
        binned = sa.select(table.c.id).where(table.c.deleted_at.is_not(None), table.c.merged_into_id.is_(None))
        if ids := sorted(session.scalars(binned)):
            records.restore(session, Customer, self.rng.choice(ids))

    def _merge(self, session: Any) -> None:
        if len(ids := self._ids("customers")) > 1:
            kept, other = self.rng.sample(ids, 2)
            merge.merge(session, Customer, kept, other)


def run(folder: Path, template: Template, steps: int, seed: int, control: bool = False, every: int = 10) -> dict[str, Any]:
    """Walk, then undo everything and redo everything, looking at every ``every``-th moment."""
    path = Path(shutil.copy(template.path, folder / "undoing.db"))
    shutil.copytree(contents_of(template.path), contents_of(path), dirs_exist_ok=True)
    history = History(path, seed, control)
    for _number in range(steps):
        history.step()
    length = history.at
    for move, end in ((history.back, 0), (history.forth, length)):
        while history.at != end:
            if not _moves(history, move):
                history.found["moments lost"] += 1
                break
            if history.at % every == 0 or history.at == end:
                history._compare()
    problems = history.store.read(chain_problems)
    history.store.close()
    return {**history.found, "length": length, "told": [f"step {one} of the log" for one in problems]}


def _moves(history: History, move: Callable[[], None]) -> bool:
    before = history.at
    with suppress(ConflictError):  # somebody wrote behind the log's back: the control
        move()
    return history.at != before


def main(arguments: list[str]) -> int:
    """Do it and print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args(arguments)
    with quick_folder() as folder:
        print(json.dumps(run(folder, shared_template(folder), options.steps, options.seed, options.control)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
