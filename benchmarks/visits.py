"""The desk of the day over the large file, a month of 20,000 visits in the calendar, the plan of a quarter for 5,000 customers.

Today is read in a process of its own: the first reading maps entities and fills SQLite's cache, later ones don't.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.models import Customer, Employee, Visit
from app.services import records, visit_planning
from app.store.store import Store, create
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.preferences import Preferences
from app.ui.screens.visits.calendar import CalendarView
from app.ui.screens.visits.month import MonthBoard
from benchmarks.window import _Frame, _settle, _until, percentile

CUSTOMERS, VISITS, PEOPLE = 5_000, 20_000, 200
GRADES = ("gold", "silver", "ordinary")
_TODAY = """
import sys, time
from pathlib import Path
from app.store.store import open_readonly
from app.services import today
from app.models.types import now_utc
import app.models.later
store, moment = open_readonly(Path(sys.argv[1])), now_utc()
def both(session):
    from app.services import today_desk
    began = time.perf_counter()
    today.agenda(session, moment)
    read = time.perf_counter()
    today_desk.desk(session, moment)
    return (read - began) * 1000, (time.perf_counter() - read) * 1000
for _ in range(6):
    print(*store.read(both))
"""


def measure(data: Path) -> dict[str, float]:
    """Milliseconds, but for the plan: seconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = _firm(Path(folder) / "visits.db")
        began = time.perf_counter()
        first = date.today().replace(day=1) + timedelta(days=62)
        proposal = store.read(visit_planning.propose, first, first + timedelta(days=91))
        planned = time.perf_counter() - began
        month = _month(store)
    return _today(data) | month | {
        "a quarter planned for 5,000 customers, seconds (at most 5)": planned,
        "visits of that plan": len(proposal.added),
    }  # fmt: skip


def _today(data: Path) -> dict[str, float]:
    """The day's lines (``agenda``, before the first rows are painted) and the rest of the desk, after them."""
    answers = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", _TODAY, str(data)], capture_output=True, text=True, check=True)
        answers.append([tuple(float(part) for part in line.split()) for line in done.stdout.splitlines()])
    first, again = [each[0] for each in answers], [pair for each in answers for pair in each[1:]]
    return {
        "Today, the day's lines, first reading": statistics.median(lines for lines, _rest in first),
        "Today, the rest of the desk, first reading": statistics.median(rest for _lines, rest in first),
        "Today, the day's lines (at most 100)": statistics.median(lines for lines, _rest in again),
        "Today, both together (at most 100)": statistics.median(sum(pair) for pair in again),
    }


def _firm(path: Path) -> Store:
    """5,000 customers of 200 colleagues, and 20,000 visits in this month."""
    store = create(path)
    people = store.write("x", records.create_many, Employee, [{"name": f"业务员{place}"} for place in range(PEOPLE)]).value
    names = [
        {"name": f"客户{place:05d}", "grade": GRADES[place % 3], "owner_id": people[place % PEOPLE]}
        for place in range(CUSTOMERS)
    ]  # fmt: skip
    customers = store.write("x", records.create_many, Customer, names).value
    first = date.today().replace(day=1)
    rows = [
        {"customer_id": customers[place % CUSTOMERS], "owner_id": people[place % PEOPLE], "purpose": f"例行拜访{place}",
         "planned_on": first + timedelta(days=place // PEOPLE % 28), "state": "planned",
         "planned_time": f"{8 + place // PEOPLE // 28 * 2:02d}:00"}
        for place in range(VISITS)
    ]  # fmt: skip
    store.write("x", records.create_many, Visit, rows)
    return store


def _month(store: Store) -> dict[str, float]:
    """From asking for the month until it is shown and drawn."""
    app = QApplication.instance() or QApplication(["bench", "-platform", "offscreen"])
    context = Context(Gateway(store), _Frame(), Preferences(None))
    view = CalendarView(context)
    view.resize(1160, 700)
    view.show()
    _until(view.shown, start=lambda: view.show_mode("month"))
    _settle(app)
    taken = [_shown(view) for _ in range(12)]
    context.gateway.close()
    return {
        "a month of 20,000 visits: read and put on the board (at most 100)": percentile([read for read, _drawn in taken]),
        "… and drawn": percentile([read + drawn for read, drawn in taken]),
    }


def _shown(view: CalendarView) -> tuple[float, float]:
    _idle()  # the conflicts of the last one are told after it is shown
    (read,) = _until(view.shown, start=view.refresh)
    began = time.perf_counter()
    board: MonthBoard = view.month
    board.grab()
    return read, (time.perf_counter() - began) * 1000


def _idle() -> None:
    until = time.perf_counter() + 2
    while time.perf_counter() < until:
        QApplication.processEvents()
