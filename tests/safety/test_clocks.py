"""Clocks that jump (faults F97): nothing is ordered, kept or forgotten by them alone.

The rule of keeping backups under odd clocks: tests/analysis/test_backup_keeping.py; the recycle bin: test_emptying.py."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.formats import from_local, local, set_zone, today
from app.models import Customer, Visit
from app.models.types import moment_text, moment_value
from app.safety import emptying, rounds, state
from app.safety.catalogue import backups
from app.safety.making import make_backup
from app.safety.restore import restore
from app.services import records
from app.services import today as day
from app.services.birthdays import occurrences
from app.services.visit_view import count_due
from app.store import archive, backup, log
from app.store import store as store_module
from app.store.store import Store
from app.store.verify import verify

NOW = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
"""In Berlin 02:30 for the first time on the day its clocks go back; an hour later it is 02:30 again."""
JUMPS = {
    "an hour back": timedelta(hours=-1), "a year back": timedelta(days=-365), "ten years ahead": timedelta(days=3652),
    "past 2038": datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC) - NOW, "to 1970": datetime(1970, 1, 2, tzinfo=UTC) - NOW,
}  # fmt: skip
BERLIN = "Europe/Berlin"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the computer's clock for the store, backups and what is decided by them."""

    def tell(moment: datetime) -> None:
        for module in (store_module, backup, rounds, state, emptying):
            monkeypatch.setattr(module, "now_utc", lambda: moment)

    tell(NOW)
    return tell


def renamed(store: Store, key: UUID, name: str) -> None:
    store.write("Renamed", records.update, Customer, key, {"name": name})


@pytest.mark.parametrize("jump", JUMPS)
def test_history_and_undo_keep_their_order(store: Store, clock: Callable[[datetime], None], jump: str) -> None:
    key = store.write("Made", records.create, Customer, {"name": "一"}).value
    renamed(store, key, "二")
    clock(NOW + JUMPS[jump])
    renamed(store, key, "三")
    clock(NOW + timedelta(minutes=1))
    renamed(store, key, "四")
    names = [entry.change.after["name"] for entry in store.read(log.history, key)]
    assert names == ["四", "三", "二", "一"]
    for wanted in ("三", "二"):
        store.undo()
        assert store.read(records.get, Customer, key)["name"] == wanted
    store.redo()
    assert store.read(records.get, Customer, key)["name"] == "三"
    assert verify(store).whole


@pytest.mark.parametrize("jump", JUMPS)
def test_backups_are_numbered_and_the_newest_is_the_last_made(
    store: Store, clock: Callable[[datetime], None], jump: str
) -> None:
    key = store.write("Made", records.create, Customer, {"name": "一"}).value
    make_backup(store, "auto")
    clock(NOW + JUMPS[jump])
    renamed(store, key, "二")
    assert state.state_of(store).due(battery=None)  # a clock that went back does not wait
    second = make_backup(store, "auto")
    newest, _first = backups(second.path.parent)
    assert newest.path == second.path
    if jump == "a year back":
        renamed(store, key, "三")
        restore(store, newest)
        assert store.read(records.get, Customer, key)["name"] == "二"


def test_two_backups_of_one_moment_have_two_names(store: Store) -> None:
    """In the repeated hour the wall shows the same time twice."""
    folder = make_backup(store, "auto").path.parent
    twice = datetime(2026, 10, 25, 2, 30)
    for number in (7, 8):
        (folder / archive.name_of(number, twice, "auto")).write_bytes(b"")
    assert [one.number for one in backups(folder)] == [8, 7, 1]
    assert make_backup(store, "auto").number == 9


@pytest.mark.parametrize("zone", ["Asia/Shanghai", BERLIN, "Pacific/Apia"])
def test_what_is_due_is_due_all_day_long_and_on_no_other(store: Store, zone: str) -> None:
    """Through the day without 02:30 and the one with two: neither lost nor doubled."""
    set_zone(zone)
    firm = store.write("Made", records.create, Customer, {"name": "甲"}).value
    for planned in (date(2026, 3, 29), date(2026, 10, 25)):
        visit = {"customer_id": firm, "purpose": "回访", "planned_on": planned, "state": "planned"}
        key = store.write("Made", records.create, Visit, visit).value
        first = from_local(datetime.combine(planned, datetime.min.time()))
        moments = [first + timedelta(minutes=number * 97) for number in (-2, -1, 0, 1, 2, 3, 9, 14, 15, 16, 17)]
        for moment in moments:
            found = [item for item in store.read(day.agenda, moment).today if item.id == key]
            assert len(found) == (local(moment).date() == planned), (zone, moment)
        assert store.read(count_due, planned) >= 1
        store.write("Deleted", records.delete, Visit, [key])


@pytest.mark.parametrize("zone", ["Asia/Shanghai", BERLIN, "America/Los_Angeles", "Pacific/Kiritimati"])
def test_a_birthday_is_the_same_day_everywhere(zone: str) -> None:
    set_zone(zone)
    assert occurrences("1990-03-29", "solar", date(2026, 1, 1), date(2026, 12, 31)) == [date(2026, 3, 29)]
    assert occurrences("2000-02-29", "solar", date(2028, 1, 1), date(2028, 12, 31)) == [date(2028, 2, 29)]


@pytest.mark.parametrize("moment", [
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC), datetime(202, 3, 1, 12, tzinfo=UTC),
])  # fmt: skip
def test_moments_after_the_end_of_thirty_two_bits_and_of_typing_errors(moment: datetime) -> None:
    assert moment_value(moment_text(moment)) == moment
    assert len(moment_text(moment)) == len("2026-07-01T01:10:00.000000Z")
    assert from_local(local(moment).replace(tzinfo=None)) == moment


def test_the_missing_hour_and_both_of_the_double_one_are_moments() -> None:
    set_zone(BERLIN)
    missing = from_local(datetime(2026, 3, 29, 2, 30)).astimezone(UTC)
    assert local(missing) == datetime(2026, 3, 29, 3, 30)
    double = from_local(datetime(2026, 10, 25, 2, 30)).astimezone(UTC)
    assert double.astimezone(ZoneInfo(BERLIN)).replace(tzinfo=None) == datetime(2026, 10, 25, 2, 30)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system takes its zone from elsewhere")
@pytest.mark.parametrize("zone", ["", "America/New_York", "No/Such", None])
def test_the_firms_clock_is_not_the_computers(zone: str | None) -> None:
    """With TZ unset, odd or elsewhere, days are those of the firm's clock."""
    script = (
        "from datetime import UTC, datetime\nfrom app.formats import local, set_zone, today\n"
        "set_zone('Asia/Shanghai')\nprint(local(datetime(2026, 1, 1, 16, 30, tzinfo=UTC)).isoformat(), today() is not None)"
    )
    environment = {key: value for key, value in os.environ.items() if key != "TZ"} | ({} if zone is None else {"TZ": zone})
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.split() == ["2026-01-02T00:30:00", "True"]
    assert today() is not None
