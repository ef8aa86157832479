"""What makes an event of a calendar this event and no other, and what of it a person may have changed on the phone."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.formats import local

_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Known:
    """One time of an event with a UID. ``start`` and ``occurs`` (RECURRENCE-ID) are ISO days or moments, "" where there is
    none; ``changed`` is LAST-MODIFIED in UTC or ""; ``status`` is upper case; ``later`` where it stands for all later times too.
    """

    uid: str
    start: str = ""
    occurs: str = ""
    minutes: int | None = None
    title: str = ""
    place: str = ""
    description: str = ""
    status: str = ""
    changed: str = ""
    later: bool = False

    @property
    def key(self) -> str:
        """The UID as it is kept: a longer one than there is room for by its digest."""
        return self.uid if len(self.uid) <= _LONGEST else hashlib.sha256(self.uid.encode("utf-8", "replace")).hexdigest()

    @property
    def occurs_on(self) -> date | None:
        """Which day of its series it stands for, by the firm's clock."""
        moment = _here(self.occurs)
        return moment.date() if moment is not None else date.fromisoformat(self.occurs) if self.occurs else None

    @property
    def changed_at(self) -> datetime | None:
        """When it was changed last, where the file says so."""
        return datetime.fromisoformat(self.changed).replace(tzinfo=UTC) if self.changed else None

    @property
    def day(self) -> date | None:
        """The day it is on by the firm's clock; None where it has none that can be read."""
        moment = self.moment
        return moment.date() if moment is not None else date.fromisoformat(self.start) if self.start else None

    @property
    def clock(self) -> str | None:
        """The time of the firm's clock, None for a whole day."""
        return self.moment.strftime("%H:%M") if self.moment is not None else None

    @property
    def moment(self) -> datetime | None:
        """When it begins on the firm's clock, None for a whole day; a time of no zone is the firm's."""
        return _here(self.start)

    @property
    def is_regular(self) -> bool:
        """Whether it is a time of a series as the rule has it."""
        return bool(self.occurs) and self.occurs == self.start

    def as_json(self) -> list[Any]:
        """As the child process sends it."""
        return [self.uid, self.start, self.occurs, self.minutes, self.title, self.place, self.description, self.status,
                self.changed, self.later]  # fmt: skip


def _here(text: str) -> datetime | None:
    """A moment on the firm's clock, None for a day; one at the very end of the calendar stays on its own."""
    if len(text) <= len("2026-01-01"):
        return None
    found = datetime.fromisoformat(text)
    try:
        return local(found) if found.tzinfo is not None else found
    except OverflowError:
        return found.replace(tzinfo=None)
