"""What encryption costs: unlocking, a scan of every page and saves, the encrypted beside the plain file in turn."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from app.models import Customer
from app.safety.encryption import encrypt
from app.safety.unlocking import unlock
from app.services import records
from app.store import keys
from app.store.engine import Access, connect
from app.store.store import create, open_file

_CUSTOMERS, _SAVES, _ROUNDS = 8_000, 200, 5
_PASSPHRASE = "figures of the README"  # noqa: S105 - of a file that is thrown away


def measure() -> dict[str, float]:
    """Seconds of the medians, and how many times the plain file's the encrypted one takes (R14: scan 2.5, save 2)."""
    with tempfile.TemporaryDirectory() as folder:
        plain, sealed = Path(folder) / "plain.db", Path(folder) / "sealed" / "sealed.db"
        _fill(plain)
        sealed.parent.mkdir()
        shutil.copy(plain, sealed)
        found = {"plain file, MB": plain.stat().st_size / 1e6}
        found["encrypt, with a backup before and all checked, s"] = _seconds(lambda: encrypt(sealed, _PASSPHRASE))
        found["unlock by the passphrase, s"] = statistics.median(_seconds(lambda: _unlock(sealed)) for _ in range(_ROUNDS))
        for name, work in (("scan, rows fetched", _scan), ("scan, summed within", _sum), (f"{_SAVES} saves", _save)):
            pairs = [(_seconds(lambda: work(plain)), _seconds(lambda: work(sealed))) for _ in range(_ROUNDS)]  # noqa: B023
            found[f"{name}, plain, s"] = statistics.median(pair[0] for pair in pairs)
            found[f"{name}, encrypted, s"] = statistics.median(pair[1] for pair in pairs)
            found[f"{name}, times the plain one"] = statistics.median(pair[1] / pair[0] for pair in pairs)
    return found


def _fill(path: Path) -> None:
    with closing(create(path)) as store:
        rows = [{"name": f"客户 {number}", "phone": f"1380000{number:04d}", "notes": "备注" * 40} for number in range(_CUSTOMERS)]
        store.write("Import", records.create_many, Customer, rows)


def _unlock(path: Path) -> None:
    keys.forget()
    unlock(path, _PASSPHRASE)


def _scan(path: Path) -> None:
    """Every row of customers and of the log, fetched on a connection that has no page yet."""
    with closing(connect(path, Access(True), writes=False)) as connection:
        for sql in ("SELECT * FROM customers", "SELECT * FROM changes"):
            assert sum(1 for _row in connection.execute(sql)) >= _CUSTOMERS


def _sum(path: Path) -> None:
    """The same inside SQLite: hardly anything but reading and decrypting pages."""
    with closing(connect(path, Access(True), writes=False)) as connection:
        for sql in ("SELECT sum(length(notes)) FROM customers NOT INDEXED", "SELECT sum(length(after)) FROM changes"):
            assert connection.execute(sql).fetchone()[0]


def _save(path: Path) -> None:
    with closing(open_file(path)) as store:
        ids = store.read(_some)
        for key, version in ids:
            store.write("Changed", records.update, Customer, key, {"notes": f"note {version}"}, version)


def _some(session: Any) -> list[tuple[Any, int]]:
    return [(one.id, one.row_version) for one in session.query(Customer).order_by(Customer.id).limit(_SAVES)]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started

