"""The window's own times over the large file: opening the list, keystrokes, a record, a save. Milliseconds, 95th percentile.

Everything runs in the real gateway with its threads; the clock is the GUI thread's.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.models import Customer
from app.services import lists, ranking, records
from app.services.lists import Filter, ListQuery
from app.store.store import open_file
from app.ui.context import Context
from app.ui.gateway import Gateway
from app.ui.lists.tables import ListView
from app.ui.preferences import Preferences
from app.ui.screens import SCREENS

KEYS = (
    *(
        "公",
        "公司",
        "华",
        "华东",
        "钢",
        "钢构",
        "有",
        "阀门",
        "长",
        "长江",
        "金",
        "金山",
        "泰",
        "泰德",
        "泵业",
        "物流",
        "厂",
        "商行",
        "集团",
    ),
    *("h", "hx", "hxg", "z", "zg", "w", "wy", "wl", "j", "js", "jsg", "t", "td", "cj", "fm", "K", "KH", "KH0", "KH000", "KH0001"),
    *("1", "13", "138", "1380", "0", "05", "057", "8", "88", "888"),
)
QUERY = ListQuery("customers", ("name", "grade", "status", "owner_id", "last_contact_at"), "name")
FILTERS = (
    (Filter("grade", "in", ("gold",)), Filter("region", "contains", ("西藏",))),
    (Filter("grade", "in", ("none such",)),),
    (Filter("notes", "contains", ("none such",)),),
    (Filter("status", "in", ("active",)),),
    (Filter("code", "is", ("KH000123",)),),
)
"""Some that find nothing, one that finds half of all, one that finds one."""
_BARE = "SELECT id, name, grade, status FROM customers WHERE deleted_at IS NULL AND {} ORDER BY name_key, id LIMIT 100"
_BARE_FILTERS = (
    "grade = 'gold' AND region LIKE '%西藏%'", "grade = 'none such'", "notes LIKE '%none such%'", "status = 'active'",
    "lower(code) = 'kh000123'",
)  # fmt: skip
_PATIENCE = 10_000


class _Frame:
    """A frame that lets nothing happen but the work measured."""

    def begin(self, *_arguments: object) -> None: ...

    def go(self, screen: str, record_id: UUID | None = None) -> None: ...

    def toast(self, text: str, undo: bool = False, file: Path | None = None) -> None: ...

    def offer(self, text: str, words: str, run: Callable[[], None]) -> None: ...

    def tell(self, text: str) -> None:
        raise RuntimeError(text)


def percentile(values: Sequence[float], share: float = 0.95) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(values)
    return ordered[max(0, round(share * len(ordered)) - 1)]


def _until(*signals: Any, start: Callable[[], None]) -> list[float]:
    """Milliseconds from ``start`` until each signal came, in the order given."""
    loop, arrived = QEventLoop(), [0.0] * len(signals)
    connections = []

    def note(place: int) -> None:
        if not arrived[place] and all(arrived[:place]):
            arrived[place] = (time.perf_counter() - began) * 1000
        if all(arrived):
            loop.quit()

    for place, signal in enumerate(signals):
        connections.append(signal.connect(partial(_ignoring, note, place)))
    began = time.perf_counter()
    start()
    QTimer.singleShot(_PATIENCE, loop.quit)
    loop.exec()
    for signal, connection in zip(signals, connections, strict=True):
        signal.disconnect(connection)
    if not all(arrived):
        raise RuntimeError("nothing came within ten seconds")
    return arrived


def measure(data: Path) -> dict[str, float]:
    """The figures of Foundation's budget for lists and saves."""
    app = QApplication.instance() or QApplication(["bench", "-platform", "offscreen"])
    store = open_file(data)
    context = Context(Gateway(store), _Frame(), Preferences(None))
    opened = [_open_list(context) for _ in range(12)]
    view = ListView(context, QUERY, "bench.customers")
    view.resize(900, 700)
    view.show()
    _until(view.model.counted, start=view.refresh)
    _settle(app)
    figures = {"open the list (at most 60)": percentile(opened)} | _keystrokes(view, app) | _against_bare_sql(context)
    figures |= _filtered(context) | _ranked(context) | _saves(context)
    context.gateway.close()
    return figures


def _ignoring(note: Callable[[int], None], place: int, *_values: object) -> None:
    note(place)


def _quit(loop: QEventLoop, _value: object) -> None:
    loop.quit()


def _settle(app: Any) -> None:
    for _ in range(20):
        app.processEvents()


def _open_list(context: Context) -> float:
    view = ListView(context, QUERY, "bench.customers")
    view.resize(900, 700)

    def start() -> None:
        view.show()
        view.refresh()

    (milliseconds,) = _until(view.painted_first, start=start)  # the count may come before
    view.close()
    view.deleteLater()
    return milliseconds


def _keystrokes(view: ListView, app: Any) -> dict[str, float]:
    rows, painted = [], []
    for text in KEYS * 3:
        in_model, on_screen = _until(view.model.arrived, view.grid.painted, start=partial(view.search, text))
        rows.append(in_model)
        painted.append(on_screen)
        _settle(app)
    return {
        "keystroke to rows in the model (at most 16)": percentile(rows),
        "keystroke to painted rows (at most 50)": percentile(painted),
        "keystroke to rows, median": percentile(rows, 0.5),
    }


def _against_bare_sql(context: Context) -> dict[str, float]:
    """The same questions as the model asks, against their SQL on a bare connection."""
    ours, bare = [], []
    for text in KEYS:
        statements = _recorded(context, text)
        ours.append(_fastest(partial(context.gateway.read_now, lists.page, _query(text), 0, 100)))
        bare.append(_fastest(partial(_run_bare, context, statements)))
    return {"list page / bare SQL, median (at most 3)": percentile([a / b for a, b in zip(ours, bare, strict=True)], 0.5)}


def _filtered(context: Context) -> dict[str, float]:
    """A filtered page against the plain statement for it, each the fastest of five."""
    ours, bare = [], []
    for filters, condition in zip(FILTERS, _BARE_FILTERS, strict=True):
        query = replace(QUERY, filters=filters)
        ours.append(_fastest(partial(context.gateway.read_now, lists.page, query, 0, 100)))
        bare.append(_fastest(partial(_run_bare, context, [(_BARE.format(condition), ())])))
    slow = (a / b for a, b in zip(ours, bare, strict=True) if a > _QUICK)
    return {
        "filtered page / plain SQL, worst beyond 16 ms (at most 3)": max(slow, default=0.0),
        "filtered page, worst": max(ours) * 1000,
    }


_QUICK = 0.016
"""Seconds: nobody waits for less."""


def _ranked(context: Context) -> dict[str, float]:
    """What Ctrl+K asks for each kind at each of the keystrokes."""
    kinds = [place for place in SCREENS if place.entity]
    asked = [ListQuery(p.entity, p.found_by, p.sort.lstrip("-"), p.sort.startswith("-"), text) for p in kinds for text in KEYS]
    times = [_fastest(partial(context.gateway.read_now, ranking.best, query, 5)) * 1000 for query in asked]
    return {"likeliest records of a kind (at most 16)": percentile(times)}


def _query(text: str) -> ListQuery:
    return ListQuery(QUERY.entity, QUERY.columns, QUERY.sort, text=text)


def _fastest(work: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def _recorded(context: Context, text: str) -> list[tuple[str, Any]]:
    """The SQL that one page asks for, with its parameters."""
    from sqlalchemy import event

    engine, seen = context.gateway.store._reader, []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context_: Any, many: bool) -> None:
        seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    context.gateway.read_now(lists.page, _query(text), 0, 100)
    event.remove(engine, "before_cursor_execute", note)
    return seen


def _run_bare(context: Context, statements: list[tuple[str, Any]]) -> None:
    with context.gateway.store._reader.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for statement, parameters in statements:
            raw.execute(statement, parameters).fetchall()


def _saves(context: Context) -> dict[str, float]:
    found = context.gateway.read_now(lists.ids, QUERY, 200)
    reads = [_fastest(partial(context.gateway.read_now, records.get, Customer, record)) * 1000 for record in found]
    gui, whole = [], []
    for record in found:
        notes = {"notes": f"{time.time_ns()}"}  # another text in every run: what is equal is not written
        began = time.perf_counter()
        loop = QEventLoop()
        context.gateway.write("Bench", records.update, Customer, record, notes, done=partial(_quit, loop))
        gui.append((time.perf_counter() - began) * 1000)
        loop.exec()
        whole.append((time.perf_counter() - began) * 1000)
    return {
        "record read (at most 60)": percentile(reads),
        "save, GUI thread (at most 20)": percentile(gui),
        "save until acknowledged": percentile(whole),
    }
