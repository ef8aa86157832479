"""What was acknowledged against what a file holds: the oracle of kills and power cuts. It trusts no log of the program's."""

import copy
import json
import random
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import AppError
from app.models import Contact, Customer, Visit
from app.store import drafts
from app.store.archive import check
from app.store.backup import backup_folder
from app.store.store import Store
from app.store.tables import changes, operations
from app.store.verify import verify
from tests.faults.kit import contents_of
from tests.faults.sealed import opened
from tests.faults.work import IMPORTED

_CUSTOMERS = sa.inspect(Customer).local_table


class Ledger:
    """Acknowledgments in their order; ``going`` is the step that was announced and not acknowledged, if any.

    ``before`` is how many operations the file held when the work began.
    """

    def __init__(self, lines: Iterable[str], before: int = 1) -> None:
        self.before, self.acknowledged = before, 0
        self.made: list[str] = []
        names = ("phones", "files", "together", "batches", "merged", "backups")
        self.facts: dict[str, dict[str, Any]] = {name: {} for name in names}
        self.then: dict[str, tuple[list[str], dict[str, dict[str, Any]]]] = {}
        self.draft: str | None = None
        self.going: tuple[str, int, dict[str, Any]] | None = None
        for line in lines:
            self._read(json.loads(line))

    def _read(self, told: list[Any]) -> None:
        if told[0] == "begin":
            self.going = (told[1], told[2], told[3])
            return
        _done, _kind, _changes, made, facts = told
        self.going, self.acknowledged = None, self.acknowledged + 1
        self.made += [made] if made else []
        for name, value in facts.items():
            if name == "draft":
                self.draft = value
            elif name == "restored":
                self._go_back(value)
            else:
                self.facts[name].update(value if isinstance(value, dict) else {json.dumps(each): each for each in value})

        for name in facts.get("backups", ()):
            self.then[name] = (list(self.made), copy.deepcopy(self.facts))

    def _go_back(self, name: str) -> None:
        """A restore: what was so when the backup was made; backups made since are still there."""
        made, facts = self.then[name]
        self.made, self.facts = list(made), {**copy.deepcopy(facts), "backups": self.facts["backups"]}

    def problems(self, path: Path, thorough: bool = True) -> tuple[list[str], list[str]]:
        """Open the file as the program does: (what was acknowledged and is lost, what is half or damaged). A restore under
        way has happened or has not: one of the two must hold."""
        found = self._problems(path, thorough)
        if found == ([], []) or self.going is None or self.going[0] != "restore":
            return found
        self._go_back(self.going[2]["restored"])
        return self._problems(path, thorough)

    def _problems(self, path: Path, thorough: bool) -> tuple[list[str], list[str]]:
        store = opened(path)
        try:
            lost = [*store.read(self._lost), *self._lost_contents(path), *self._lost_backups(path)]
            return lost, [*store.read(self._halves), *(_damage(store, self.before > 1) if thorough else [])]
        finally:
            store.close()

    def _lost(self, session: Session) -> list[str]:
        return [*self._lost_steps(session), *self._lost_values(session), *self._lost_many(session)]

    def _lost_steps(self, session: Session) -> Iterator[str]:
        stored = [key.hex for key in session.execute(sa.select(operations.c.id).order_by(operations.c.seq)).scalars()]
        kept = [made for made in stored if made in set(self.made)]
        if kept != self.made:
            yield f"{len(self.made) - len(kept)} of {len(self.made)} steps, or their order"

    def _lost_values(self, session: Session) -> Iterator[str]:
        going: dict[str, Any] = self.going[2] if self.going else {}
        for key, phone in self.facts["phones"].items():
            found = session.execute(sa.select(_CUSTOMERS.c.phone).where(_CUSTOMERS.c.id == UUID(key))).scalar()
            if found not in (phone, going.get("phones", {}).get(key, phone)):
                yield f"phone of {key}: {found} for {phone}"
        kept = (drafts.find(session, "customers:new") or {}).get("name")
        if self.draft is not None and kept not in (self.draft, going.get("draft", self.draft)):
            yield f"draft {kept} for {self.draft}"

    def _lost_many(self, session: Session) -> Iterator[str]:
        for name in self.facts["together"].values():
            if _count(session, Customer, Customer.name == name) != 1:
                yield f"customer {name}"
        for batch in self.facts["batches"].values():
            if _count(session, Customer, Customer.notes == batch) != IMPORTED:
                yield f"import {batch}"
        for one, other in self.facts["merged"].values():
            if not _is_merged(session, one, other):
                yield f"merge of {one}, {other}"

    def _lost_contents(self, path: Path) -> Iterator[str]:
        for seed, size in self.facts["files"].items():
            content = random.Random(int(seed)).randbytes(size)
            digest = sha256(content).hexdigest()
            place = contents_of(path) / digest[:2] / digest[2:]
            if not place.is_file() or place.read_bytes() != content:
                yield f"content {seed}"

    def _lost_backups(self, path: Path) -> Iterator[str]:
        for name in self.facts["backups"].values():
            try:
                check(backup_folder(path) / name)
            except AppError as error:
                yield f"backup {name}: {error.sentence}"

    def _halves(self, session: Session) -> list[str]:
        """Steps beyond the acknowledged: one at most, the one under way, and whole."""
        counted = sa.select(operations.c.id, operations.c.label, sa.func.count(changes.c.seq))
        joined = counted.outerjoin(changes, changes.c.operation == operations.c.seq).group_by(operations.c.seq)
        rows = session.execute(joined.order_by(operations.c.seq)).all()[self.before :]
        beyond = [row for row in rows if row[0].hex not in set(self.made) and not row[1].startswith("Restored ")]
        wrong = [f"{len(beyond)} steps nobody acknowledged"] if len(beyond) > 1 else []
        wrong += [f"{row[1]} has {row[2]} changes" for row in beyond if self.going is None or row[2] != self.going[1]]
        batches = sa.select(Customer.notes, sa.func.count()).where(Customer.name.like("导入 %")).group_by(Customer.notes)
        wrong += [f"{number} rows of {batch}" for batch, number in session.execute(batches) if number != IMPORTED]
        return wrong + [f"half of {name}" for name in _alone(session)]


def _count(session: Session, entity: Any, condition: Any) -> int:
    return int(session.scalar(sa.select(sa.func.count()).select_from(entity).where(condition)) or 0)


def _is_merged(session: Session, kept: str, other: str) -> bool:
    gone = _count(session, Customer, (Customer.id == UUID(other)) & Customer.deleted_at.is_not(None))
    people = _count(session, Contact, Contact.customer_id == UUID(kept))
    return gone == 1 and people == 1 and _count(session, Visit, Visit.customer_id == UUID(kept)) == 1


def _alone(session: Session) -> list[str]:
    """Customers that came with a person of the same name, and are without."""
    person = sa.exists().where(Contact.customer_id == Customer.id, Contact.name == Customer.name)
    return list(session.execute(sa.select(Customer.name).where(Customer.name.like("新客户 %"), ~person)).scalars())


def _damage(store: Store, alone: bool) -> list[str]:
    """``alone``: a file that came without the folder of its attachments."""
    verdict = verify(store)
    contents = () if alone else verdict.contents
    return [*verdict.structure, *verdict.rows, *(str(seq) for seq in verdict.log), *contents]
