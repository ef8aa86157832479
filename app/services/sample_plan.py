"""When the sample company's 180 complaints came in, and which way each of them went."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.analysis.periods import YearMonth
from app.services import sample_stories as ways
from app.services.sample_tools import Sampler

TOTAL = 180
# Complaints a month, the oldest first: 24 whole months. What the running month lacks goes to the last whole one.
_MONTHS = (5, 6, 5, 7, 6, 5, 4, 6, 7, 7, 5, 6, 9, 8, 8, 9, 7, 7, 9, 8, 10, 7, 8, 9)
_PLAIN = 12  # the first ones have no earlier case to be merged into
_WAYS = {
    "normal": 62.0, "asked": 10.0, "spot": 14.0, "haggled": 4.0, "reopened": 4.0, "withdrawn": 3.0, "converted": 2.0,
    "merged": 2.0,
}  # fmt: skip
_STEPS = {
    "normal": ways.NORMAL, "asked": ways.ASKED, "spot": ways.ON_THE_SPOT, "haggled": ways.HAGGLED, "reopened": ways.REOPENED,
    "withdrawn": ways.WITHDRAWN, "merged": ways.MERGED, "converted": ways.CONVERTED, "external": ways.EXTERNAL,
    "severe": ways.SEVERE,
}  # fmt: skip
# The open ones, the newest first: (working days ago, the state they stand in, their way). Each stage has some.
OPEN_CASES: tuple[tuple[int, str, str], ...] = (
    (1, "S20", "normal"), (1, "S10", "normal"), (2, "S30", "normal"), (4, "S40", "normal"), (7, "S45", "asked"),
    (6, "S50", "severe"), (8, "S60", "normal"), (6, "S80", "spot"), (9, "S85", "normal"), (34, "S98", "external"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """A complaint to make: its receipt (local), its way, and the state to stop in, "" for as far as time goes."""

    received: datetime
    way: str
    stop: str = ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The transitions of the way."""
        return _STEPS[self.way]


def planned(sampler: Sampler) -> list[Planned]:
    """All complaints in the order of their receipt."""
    opened = [_open_case(sampler, days, state, way) for days, state, way in OPEN_CASES]
    dates = _dates(sampler, [case.received.date() for case in opened])
    closed = [Planned(sampler.office_time(day), sampler.weighted(_WAYS)) for day in dates]
    ordered = sorted(closed + opened, key=lambda case: case.received)
    return [Planned(case.received, "normal") for case in ordered[:_PLAIN]] + ordered[_PLAIN:]


def _open_case(sampler: Sampler, days: int, state: str, way: str) -> Planned:
    return Planned(datetime.combine(sampler.workdays_ago(days), time(9, 20)) + timedelta(minutes=35 * (days % 12)), way, state)


def _dates(sampler: Sampler, taken: list[date]) -> list[date]:
    """Days of receipt of the complaints that are over, so that with the ``taken`` ones each month has its number."""
    present = YearMonth(sampler.today.year, sampler.today.month)
    wanted = _wanted(sampler.today)
    found: list[date] = []
    for back, count in enumerate(wanted):
        month = present.plus(-back)
        already = sum((day.year, day.month) == (month.year, month.month) for day in taken)
        found += [_day_in(sampler, month, 6 if back == 0 else 0) for _ in range(max(0, count - already))]
    missing = TOTAL - len(taken) - len(found)
    found += [_day_in(sampler, present.plus(-2 - index % 11), 0) for index in range(missing)]
    return found[: TOTAL - len(taken)]


def _wanted(today: date) -> list[int]:
    """Complaints a month, the running one first."""
    running = min(16, round(22 * (today.day - 1) / 30))
    return [running, *reversed(_MONTHS)]


def _day_in(sampler: Sampler, month: YearMonth, spare: int) -> date:
    """A working day of a month that lies in the past; in the running one ``spare`` days back at least, if it has them."""
    last = min(month.end.date() - timedelta(days=1), sampler.today - timedelta(days=1))
    last = max(month.start.date(), last - timedelta(days=spare))
    day = month.start.date() + timedelta(days=sampler.dice.randrange((last - month.start.date()).days + 1))
    while day > month.start.date() and sampler.workday(day) != day:
        day -= timedelta(days=1)
    return day
