"""What the fault benches share: a template file, a quick folder, files of older schemas."""

import gzip
import json
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from app.models import Contact, Customer, Visit
from app.services import attachments, records
from app.store.store import create, open_file

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASED = sorted((ROOT / "tests/fixtures/databases").glob("*.db.gz"))
PAIRS, CUSTOMERS = 12, 40

Made = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Template:
    """A closed data file, and the ids a bench needs of it: plain customers, and pairs that may be merged."""

    path: Path
    customers: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    def copied(self, target: Path) -> Path:
        """A copy with its attachments."""
        shutil.copy(self.path, target)
        shutil.copytree(contents_of(self.path), contents_of(target))
        return target


def contents_of(path: Path) -> Path:
    """The folder of a file's attachments."""
    return path.with_name(path.name + ".files")


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the system has one: a killed process and a replayed disk look alike on either."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    place = str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="clientele-faults-", dir=place) as folder:
        yield Path(folder)


def shared_template(folder: Path) -> Template:
    """The template named by ``FAULTS_TEMPLATE``, made once for all benches of a run; or one made in the folder."""
    if not (named := os.environ.get("FAULTS_TEMPLATE")):
        return make_template(folder / "template.db")
    customers, pairs = json.loads(Path(named + ".json").read_text(encoding="utf-8"))
    return Template(Path(named), tuple(customers), tuple((one, other) for one, other in pairs))


def make_template(path: Path) -> Template:
    """Customers, pairs to merge with people and visits of their own, and two attachments; their ids beside it as JSON."""
    store = create(path)
    customers, pairs = store.write("Made", _fill).value
    store.close()
    path.with_name(path.name + ".json").write_text(json.dumps([customers, pairs]), encoding="utf-8")
    return Template(path, customers, pairs)


def _fill(session: Session) -> Made:
    rows = [{"name": f"客户{i}", "phone": f"138{i:08d}", "notes": "备注😀" * (i % 40)} for i in range(CUSTOMERS)]
    customers = records.create_many(session, Customer, rows)
    pairs = [(records.create(session, Customer, {"name": f"华信{i}"}), _with_person(session, i)) for i in range(PAIRS)]
    for key in customers[:2]:
        fresh = attachments.Fresh("合同.bin", random.Random(key.int).randbytes(9000))
        attachments.add(session, "customers", key, fresh)
    return tuple(key.hex for key in customers), tuple((one.hex, other.hex) for one, other in pairs)


def _with_person(session: Session, index: int) -> UUID:
    customer = records.create(session, Customer, {"name": f"华信公司{index}", "phone": f"0755{index:07d}"})
    person = records.create(session, Contact, {"name": f"王{index}", "customer_id": customer})
    records.create(session, Visit, {"customer_id": customer, "contact_id": person, "purpose": "报价"})
    return customer


def old_file(index: int, target: Path) -> Path:
    """A file of a released schema."""
    target.write_bytes(gzip.decompress(RELEASED[index % len(RELEASED)].read_bytes()))
    return target


def small_save(path: Path) -> None:
    """Open the file and save something: the program is usable after the fault, or this raises."""
    store = open_file(path)
    try:
        store.write("Saved", records.create, Customer, {"name": "之后"})
    finally:
        store.close()
