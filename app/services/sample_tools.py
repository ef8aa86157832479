"""What the makers of the sample company share: one seeded dice, texts in one language, keys in order, bulk storing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.workdays import Calendar, add_working_minutes, is_workday
from app.formats import from_local
from app.models import Entity
from app.models.session import recorder
from app.models.types import now_utc, uuid7
from app.paths import resource
from app.services import records
from app.services.numbers import assign_numbers

_SEED = 65
Pair = Sequence[str]
"""A text in Chinese and in English."""


@dataclass(slots=True)
class Sampler:
    """The dice, the language and the day of one sample company. Equal seeds and days give equal companies."""

    session: Session
    language: str
    today: date
    calendar: Calendar
    dice: Random = field(default_factory=lambda: Random(_SEED))
    made: int = 0
    started: int = field(default_factory=lambda: int(now_utc().timestamp() * 1000) - 10_000)

    def throw_anew(self, part: str) -> None:
        """Other dice for another part, so that a change of one part leaves the others as they were."""
        self.dice = Random(f"{_SEED} {part}")

    def key(self) -> UUID:
        """A new UUIDv7; keys follow one another in the order of making, so that lists with ties repeat."""
        self.made += 1
        tail = uuid7().int & (1 << 80) - 1
        return UUID(int=(self.started + self.made) << 80 | tail)

    def text(self, pair: Pair, **values: object) -> str:
        """A pair's text in the language of the sample, its placeholders filled."""
        return pair[0 if self.language == "zh" else 1].format(**values)

    def chance(self, share: float) -> bool:
        """True in so many of all cases."""
        return self.dice.random() < share

    def maybe(self, share: float, value: Any) -> Any:
        """The value in so many of all cases, else None: files are never all complete."""
        return value if self.chance(share) else None

    def weighted(self, options: Mapping[str, float]) -> str:
        """One of the options by their weights."""
        return self.dice.choices(list(options), list(options.values()))[0]

    def day_text(self, day: date) -> str:
        """A near day as people say it: ``11 月 24 日``, ``24 Nov``."""
        return f"{day.month} 月 {day.day} 日" if self.language == "zh" else f"{day.day} {day:%b}"

    def workday(self, day: date) -> date:
        """The day itself or the next one on which people work."""
        while not is_workday(self.calendar, day):
            day += timedelta(days=1)
        return day

    def workday_before(self, day: date) -> date:
        """The day itself or the last one before it on which people work."""
        while not is_workday(self.calendar, day):
            day -= timedelta(days=1)
        return day

    def workdays_ago(self, count: int) -> date:
        """The day so many working days before the sample's day."""
        day = self.today
        for _ in range(count):
            day -= timedelta(days=1)
            while not is_workday(self.calendar, day):
                day -= timedelta(days=1)
        return day

    def office_time(self, day: date) -> datetime:
        """Some local moment of the day's business hours, to five minutes."""
        return datetime.combine(day, time(9)) + timedelta(minutes=5 * self.dice.randrange(0, 100))

    def later(self, moment: datetime, minutes: float) -> datetime:
        """The local moment after so many minutes of business time."""
        return add_working_minutes(self.calendar, moment, max(1, round(minutes))).at


def aware(moment: datetime | None) -> datetime | None:
    """A local moment as it is stored."""
    return None if moment is None else from_local(moment)


@cache
def data(name: str) -> dict[str, Any]:
    """One file of resources/sample; its texts are pairs of Chinese and English."""
    found: dict[str, Any] = json.loads(resource("sample", f"{name}.json").read_text(encoding="utf-8"))
    return found


def keep(sampler: Sampler, entity: type[Entity], rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows that bring their ``id``, with the same checks and numbers as any other record."""
    tidy = [records.checked(entity, row, whole=True) for row in rows]
    tidy = assign_numbers(sampler.session, entity, tidy, sampler.today)
    whole = [{**values, "id": row["id"]} for values, row in zip(tidy, rows, strict=True)]
    recorder(sampler.session).insert_many(sampler.session, entity, whole)
