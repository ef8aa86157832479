"""Every analysis of a firm with 20,000 customers and a million order lines, and grading all of them: seconds, memory, and how
much longer it takes than the bare SQL of the same sums: what it asks, on a bare connection, with what customers bought added up
from the lines of their orders. The program keeps those sums on the orders; without that it is its own SQL, told as well.

Each is made in a process of its own, as its screen makes it: cold (nothing kept, the file not yet read), then again. All of it is
one thread's work and counts in processor seconds, so that other work beside it doesn't; those of the clock are told as well. Of
what is set against the bare SQL it is the least of three. ``python -m benchmarks.business FILE KEY`` is one of them.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.business_data import TODAY, generate

COLD, AGAIN, GRADED, MEGABYTES, RATIO = 3.0, 0.3, 10.0, 500.0, 3.0
"""The budgets: processor seconds three times, megabytes, times."""

BROKEN = "budgets broken"
_GRADE = "grade"
_SHORT = 0.05
"""Processor seconds of bare SQL under which the ratio is that of the fixed costs; nobody waits for those."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one process measured, in processor seconds: cold, again, anew, the bare SQL of the same sums, its own SQL; cold by
    the clock; megabytes at most."""

    cold: float
    clock: float
    again: float
    work: float
    bare: float
    own: float
    top: float

    @property
    def ratio(self) -> float | None:
        """How many times the bare SQL of the same sums it takes; None where there is next to none."""
        return self.work / self.bare if self.bare > _SHORT else None

    @property
    def own_ratio(self) -> float | None:
        """How many times its own SQL it takes."""
        return self.work / self.own if self.own > _SHORT else None


def data_file(folder: Path) -> Path:
    """The firm's file, made if it is not there."""
    path = folder / "clientele-business.db"
    if not path.exists():
        print("making the business (a minute or two)…", file=sys.stderr)
        generate(path)
    return path


def measure(place: Path) -> dict[str, float]:
    """The figures by their labels, and how many budgets were broken; the firm's file lies in the folder ``place``."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "business.db"
        shutil.copy(data_file(place), copy)  # grading writes
        grading = _run(copy, _GRADE)
        found = {key: _taken(copy, key) for key in _keys()}
    figures, broken = _graded(grading), [grading["seconds"] > GRADED, grading["top"] > MEGABYTES]
    for key, one in found.items():
        figures |= _figures(key, one)
        broken += [one.cold > COLD, one.again > AGAIN, one.top > MEGABYTES, (one.ratio or 0) > RATIO]
    return figures | _worst(found) | {BROKEN: float(sum(broken))}


def _keys() -> list[str]:
    from app.ui.screens.analysis.catalogue import ANALYSES

    return [each.key for each in ANALYSES]


def _taken(data: Path, key: str) -> Taken:
    return Taken(**_run(data, key))


def _run(data: Path, key: str) -> dict[str, float]:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "benchmarks.business", str(data), key]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _graded(grading: dict[str, float]) -> dict[str, float]:
    return {f"all customers graded (at most {GRADED:g})": grading["seconds"], "… by the clock": grading["clock"],
            f"grading, megabytes (at most {MEGABYTES:g})": grading["top"]}  # fmt: skip


def _figures(key: str, one: Taken) -> dict[str, float]:
    figures = {f"{key}: cold": one.cold, f"{key}: cold, by the clock": one.clock, f"{key}: again": one.again,
               f"{key}: megabytes": one.top}  # fmt: skip
    ratios = {"times the bare SQL of the same sums": one.ratio, "times its own SQL": one.own_ratio}
    return figures | {f"{key}: {name}": value for name, value in ratios.items() if value is not None}


def _worst(found: dict[str, Taken]) -> dict[str, float]:
    ratios = [one.ratio for one in found.values() if one.ratio is not None]
    return {
        f"slowest cold (at most {COLD:g})": max(one.cold for one in found.values()),
        f"slowest again (at most {AGAIN:g})": max(one.again for one in found.values()),
        f"most memory, megabytes (at most {MEGABYTES:g})": max(one.top for one in found.values()),
        f"highest ratio to the bare SQL of the same sums (at most {RATIO:g})": max(ratios),
        "highest ratio to its own SQL": max(one.own_ratio for one in found.values() if one.own_ratio is not None),
    }


# in the process of its own ----------------------------------------------------------------------------------------


def _grade(data: Path) -> dict[str, float]:
    """Two gradings, a month apart, so that there is a movement; the slower one counts."""
    from app.services.business import kept
    from app.services.grading import grade_all
    from app.store.changes import Label
    from app.store.store import open_file
    from benchmarks.memory import most_memory

    store, taken = open_file(data), []
    for day in (TODAY - timedelta(days=31), TODAY):
        kept.forget()
        began, used = time.perf_counter(), time.process_time()
        store.write(Label("Graded"), grade_all, day)
        taken.append((time.process_time() - used, time.perf_counter() - began))
    store.close()
    seconds, clock = max(taken)
    return {"seconds": seconds, "clock": clock, "top": most_memory()}


def _measure_one(data: Path, key: str) -> dict[str, float]:
    from app.services.business import kept
    from app.store.store import open_readonly
    from app.ui.screens.analysis.catalogue import analysis
    from app.ui.screens.analysis.shown import Wanted
    from benchmarks.memory import most_memory

    one = analysis(key)
    more = {each.key: Decimal(each.usual) / 100 for each in one.numbers if each.usual}
    wanted = Wanted(TODAY, mode=one.modes[0][0] if one.modes else "", more=more)
    store = open_readonly(data)
    statements = _note_statements(store)

    def read() -> None:
        with kept.undisturbed():  # as the screen reads it
            store.read(one.make, wanted)

    began = time.perf_counter()
    cold = _clock(time.process_time, read)
    clock = time.perf_counter() - began
    asked, top = list(statements), most_memory()
    again = statistics.median(_clock(time.process_time, read) for _turn in range(5))
    work = min(_anew(read) for _turn in range(3))
    bare = _bare(store, [_from_lines(*each) for each in asked])
    return {"cold": cold, "clock": clock, "again": again, "work": work, "bare": bare, "own": _bare(store, asked), "top": top}


_OF_ORDERS = "coalesce(orders.gross"
"""What only the statement asks that adds up what each customer bought in a period."""
_OF_LINES = """
SELECT o.customer_id, o.currency, o.kind, sum(l.amount), sum(l.discount), sum(l.cost), sum(l.cost IS NULL), count(DISTINCT o.id),
       max(o.ordered_on)
FROM orders o JOIN order_lines l ON l.order_id = o.id
WHERE o.deleted_at IS NULL AND l.deleted_at IS NULL AND o.state IN ('confirmed', 'delivered') AND o.ordered_on BETWEEN ? AND ?
GROUP BY o.customer_id, o.currency, o.kind
"""


def _from_lines(statement: str, parameters: Any) -> tuple[str, Any]:
    """The same sums by somebody who does not keep them on the orders; every other statement as it is."""
    if _OF_ORDERS not in statement:
        return statement, parameters
    days = sorted(one for one in parameters if isinstance(one, str) and one[:4].isdigit())
    return _OF_LINES, (days[0], days[-1])


def _anew(read: Callable[[], None]) -> float:
    from app.services.business import kept

    kept.forget()
    return _clock(time.process_time, read)


def _note_statements(store: Any) -> list[tuple[str, Any]]:
    from sqlalchemy import event

    seen: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(store._reader, "before_cursor_execute", note)
    return seen


def _bare(store: Any, statements: list[tuple[str, Any]]) -> float:
    """Processor seconds of the same statements on the bare connection."""
    with store._reader.connect() as connection:
        raw: Any = connection.connection.driver_connection
        return min(_clock(time.process_time, lambda: _run_all(raw, statements)) for _turn in range(3))


def _run_all(raw: Any, statements: list[tuple[str, Any]]) -> None:
    for statement, parameters in statements:
        raw.execute(statement, parameters).fetchall()


def _clock(clock: Callable[[], float], work: Callable[[], object]) -> float:
    began = clock()
    work()
    return clock() - began


def main(arguments: list[str]) -> None:
    """One of them, as JSON."""
    data, key = Path(arguments[0]), arguments[1]
    print(json.dumps(_grade(data) if key == _GRADE else _measure_one(data, key)))


if __name__ == "__main__":
    main(sys.argv[1:])
