"""What a process does until it is killed or its power is cut: random steps, announced before and acknowledged after.

A line is announced with what the step must change, and acknowledged with what must be true from then on (``Facts``).
"""

import json
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.models import Contact, Customer
from app.safety.making import make_backup
from app.safety.restore import restore
from app.services import attachments, merge, records
from app.store import drafts
from app.store.archive import Backup
from app.store.store import Store
from tests.faults.kit import Template
from tests.faults.sealed import turned

IMPORTED = 2000
Tell = Callable[[str], None]
Facts = dict[str, Any]


class Work:
    """Random steps on an open file. ``early`` is the negative control: it acknowledges before the commit."""

    def __init__(self, store: Store, template: Template, seed: int, tell: Tell, early: bool = False) -> None:
        self.store, self.tell, self.early = store, tell, early
        self.rng, self.count = random.Random(seed), 0
        self.backups: list[Backup] = []
        self.customers, self.pairs = list(template.customers), list(template.pairs)

    def step(self, kind: str) -> None:
        """Do one step of this kind; a kind that has run out becomes an edit."""
        self.count += 1
        if kind == "merge" and not self.pairs:
            kind = "edit"
        getattr(self, kind)()

    def any(self, kinds: str = "edit edit edit new draft attach undone merge import_") -> None:
        """One step of a random kind."""
        self.step(self.rng.choice(kinds.split()))

    def _do(self, kind: str, changes: int, facts: Facts, op: Callable[..., Any], *args: Any) -> None:
        self.tell(json.dumps(["begin", kind, changes, facts]))
        early = json.dumps(["done", kind, changes, "", facts])

        def told(session: Any) -> None:
            op(session, *args)
            if self.early:
                self.tell(early)

        written = self.store.write(kind, told)
        if not self.early:
            made = "" if written.changes is None else written.changes.id.hex
            self.tell(json.dumps(["done", kind, changes, made, facts]))

    def edit(self) -> None:
        """Another phone and longer notes for a customer."""
        key, phone = self.rng.choice(self.customers), f"139{self.rng.randrange(10**8):08d}"
        values = {"phone": phone, "notes": f"{self.count} " + "备注😀" * self.rng.randrange(300)}
        self._do("edit", 1, {"phones": {key: phone}}, records.update, Customer, UUID(key), values)

    def new(self) -> None:
        """A customer with a person: two records or none."""
        name = f"新客户 {self.count} {self.rng.random()}"
        self._do("new", 2, {"together": [name]}, _customer_with_person, name)

    def import_(self) -> None:
        """2,000 rows in one step."""
        batch = f"批 {self.count} {self.rng.random()}"
        rows = [{"name": f"导入 {i}", "phone": f"137{i:08d}", "notes": batch} for i in range(IMPORTED)]
        self._do("import_", IMPORTED, {"batches": [batch]}, records.create_many, Customer, rows)

    def merge(self) -> None:
        """Two customers become one; the other's person and visit go along: four records change."""
        kept, other = self.pairs.pop(self.rng.randrange(len(self.pairs)))
        self._do("merge", 4, {"merged": [[kept, other]]}, merge.merge, Customer, UUID(kept), UUID(other))

    def attach(self) -> None:
        """A file of some kilobytes, told apart by its seed."""
        key, seed, size = self.rng.choice(self.customers), self.rng.randrange(10**9), self.rng.randrange(1, 60_000)
        fresh = attachments.Fresh(f"{seed}.bin", random.Random(seed).randbytes(size))
        self._do("attach", 1, {"files": {str(seed): size}}, attachments.add, "customers", UUID(key), fresh)

    def undone(self) -> None:
        """An edit, and its undoing as a step of its own."""
        key = self.rng.choice(self.customers)
        before = self.phones_of(key)
        self._do("edit", 1, {"phones": {key: "1"}}, records.update, Customer, UUID(key), {"phone": "1", "fax": str(self.count)})
        facts = {"phones": {key: before}}
        self.tell(json.dumps(["begin", "undo", 1, facts]))
        changes = self.store.undo()
        assert changes is not None
        self.tell(json.dumps(["done", "undo", 1, changes.id.hex, facts]))

    def phones_of(self, key: str) -> str:
        """The phone as it stands."""
        return str(self.store.read(records.get, Customer, UUID(key))["phone"])

    def backup(self) -> None:
        """A backup of the open file with its attachments."""
        self.tell(json.dumps(["begin", "backup", 0, {}]))
        self.backups.append(make_backup(self.store, "by-hand"))
        self.tell(json.dumps(["done", "backup", 0, "", {"backups": [self.backups[-1].path.name]}]))

    def restore(self) -> None:
        """Back to the latest backup: what was done since it goes, on purpose."""
        if not self.backups:
            self.backup()
        self.edit()
        facts = {"restored": self.backups[-1].path.name}
        self.tell(json.dumps(["begin", "restore", 0, facts]))
        restore(self.store, self.backups[-1])
        self.tell(json.dumps(["done", "restore", 0, "", facts]))

    def turn(self) -> None:
        """Encrypt the file, or make it plain again, and go on with it."""
        self.tell(json.dumps(["begin", "turn", 0, {}]))
        self.store = turned(self.store)
        self.tell(json.dumps(["done", "turn", 0, "", {}]))
        self.edit()

    def draft(self) -> None:
        """What is being typed: no step, but acknowledged all the same."""
        facts = {"draft": f"草稿 {self.count}"}
        self.tell(json.dumps(["begin", "draft", 0, facts]))
        self.store.quietly(drafts.keep, "customers:new", {"name": facts["draft"]})
        self.tell(json.dumps(["done", "draft", 0, "", facts]))


def _customer_with_person(session: Any, name: str) -> None:
    customer = records.create(session, Customer, {"name": name, "notes": "备注" * 500})
    records.create(session, Contact, {"name": name, "customer_id": customer})
