"""What falls due in a complaint now: reminders at half and at four fifths of a target, escalations and their level (§4.6).

All moments are naive local time. A cause is a code, "auto:2:late1.close": level 2, a working day past the closing target. The
log keeps the code, `cause_words` says it in the language in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.analysis.complaint_states import PAUSED
from app.analysis.workdays import Calendar, working_days_between, working_hours_between
from app.i18n import N_
from app.i18n import gettext_text as _

SHARES = (Decimal("0.5"), Decimal("0.8"))
_MARK = "auto:"


class Cause(str):
    """A reason that the program itself gives. A text typed by people is none, whatever it begins with."""

    __slots__ = ()


TIMED_OUT, FELL_BACK = Cause("auto:0:timed_out"), Cause("auto:0:fell_back")

TARGETS: Mapping[str, str] = {
    "acknowledge": N_("Acknowledge"), "assess": N_("Assess"), "answer": N_("Answer"), "close": N_("Close case"),
    "update": N_("Report progress"), "follow_up": N_("Follow up"), "waiting": N_("Waiting for the customer"),
    "external": N_("External deadline"),
}  # fmt: skip
CAUSES: Mapping[str, str] = {
    "missed": N_("Target missed"), "fell_back": N_("Transfer not accepted in time"),
    "contacted": N_("The customer got in touch again twice"), "urgent": N_("Urgent on receipt (P1)"),
    "key": N_("Key customer with a serious complaint"), "late1": N_("A working day past the target"),
    "repeat": N_("Repeated complaint"), "cost2": N_("Cost above the supervisor's limit"), "returned": N_("Returned twice"),
    "critical": N_("Critical complaint (S4)"), "publicity": N_("Media, authority or court threatened"),
    "late3": N_("Three working days past the target"), "same": N_("The same problem three times in 90 days"),
    "cost3": N_("Cost above the manager's limit"), "rejected": N_("The second proposal was rejected"),
    "timed_out": N_("Time ran out: the customer sent nothing more"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aim:
    """A target still open: `code` of TARGETS, the moment it runs from, its deadline."""

    code: str
    start: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Watched:
    """An open complaint as the clock sees it. `cost_cents` against the two limits of the levels; `raised` are the causes that
    stand in its log, revoked ones too: none is raised twice."""

    state: str
    level: int = 0
    priority: str | None = None
    severity: str | None = None
    publicity: bool = False
    repeat: bool = False
    key_customer: bool = False
    cost_cents: int = 0
    contacts: int = 0
    returned: int = 0
    rejected: int = 0
    same_problem: int = 0
    fell_back: int = 0
    aims: tuple[Aim, ...] = ()
    raised: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """Costs in cents above which level 2 and level 3 hear of it, and how often the same problem may come up."""

    second: int = 100_000
    third: int = 500_000
    same_problem: int = 3


@dataclass(frozen=True, slots=True)
class Escalation:
    """A level to rise to, and why; `code` is what the log keeps."""

    level: int
    cause: str

    @property
    def code(self) -> Cause:
        return Cause(f"{_MARK}{self.level}:{self.cause}")


@dataclass(frozen=True, slots=True)
class Nudge:
    """A reminder to the handler (L0): a target of which half, four fifths or all of the working time is gone."""

    target: str
    share: Decimal
    due: datetime


def escalation(case: Watched, moment: datetime, calendar: Calendar, limits: Limits | None = None) -> Escalation | None:
    """The one escalation to raise now: the highest level above the case's own that has a cause not raised before, None
    where there is none. Clocks stand still while the case is paused."""
    if case.level >= _TOP:
        return None
    causes = causes_of(case, moment, calendar, limits or Limits())
    fresh = [(level, cause) for level, cause in causes if level > case.level and cause not in case.raised]
    return Escalation(*max(fresh, key=lambda each: each[0])) if fresh else None


def causes_of(case: Watched, moment: datetime, calendar: Calendar, limits: Limits) -> list[tuple[int, str]]:
    """Every cause that holds, with its level."""
    serious = case.severity in {"S3", "S4"}
    plain = (
        (1, "fell_back", case.fell_back > 0), (1, "contacted", case.contacts >= 2), (2, "urgent", case.priority == "P1"),
        (2, "key", case.key_customer and serious), (2, "repeat", case.repeat), (2, "cost2", case.cost_cents > limits.second),
        (2, "returned", case.returned >= 2), (3, "critical", case.severity == "S4"), (3, "publicity", case.publicity),
        (3, "same", case.same_problem >= limits.same_problem), (3, "cost3", case.cost_cents > limits.third),
        (3, "rejected", case.rejected >= 2),
    )  # fmt: skip
    found = [(level, cause) for level, cause, holds in plain if holds]
    return found if case.state in PAUSED else found + _late(case, moment, calendar)


def _late(case: Watched, moment: datetime, calendar: Calendar) -> list[tuple[int, str]]:
    found = []
    for aim in case.aims:
        if aim.code == _TOLD and moment > aim.due:
            found.append((1, f"missed.{aim.code}"))
        elif aim.code in _ESCALATED and moment > aim.due:
            days = working_days_between(calendar, aim.due, min(moment, aim.due + _LONG_LATE))
            level, kind = (3, "late3") if days >= 3 else (2, "late1") if days else (1, "missed")
            found.append((level, f"{kind}.{aim.code}"))
    return found


_ESCALATED = frozenset({"acknowledge", "assess", "answer", "close"})
_TOLD = "update"  # a missed word to the customer is told to the supervisor; it makes no case overdue
_TOP = 3
_LONG_LATE = timedelta(days=40)  # no holiday is that long: what is later is three working days late, however old the case


def nudges(state: str, aims: tuple[Aim, ...], moment: datetime, calendar: Calendar) -> tuple[Nudge, ...]:
    """The reminders now, one for each target of which at least half is gone; none while the case is paused, but for what it
    waits for."""
    wanted = [aim for aim in aims if state not in PAUSED or aim.code in {"waiting", "external"}]
    found = ((aim, share_gone(aim, moment, calendar)) for aim in wanted)
    return tuple(Nudge(aim.code, share, aim.due) for aim, share in found if share)


def share_gone(aim: Aim, moment: datetime, calendar: Calendar) -> Decimal:
    """1 where the target is past, else the highest of SHARES that is gone of its working time, 0 before half. A target without
    working time in it is counted on the clock."""
    if moment >= aim.due:
        return Decimal(1)
    whole, gone = (working_hours_between(calendar, aim.start, end) for end in (aim.due, moment))
    if not whole:
        whole, gone = (Decimal(max(0, int((end - aim.start).total_seconds()))) for end in (aim.due, moment))
    return max((share for share in SHARES if gone >= share * whole), default=Decimal(0)) if whole else Decimal(1)


def is_automatic(reason: str | None) -> bool:
    """Whether the program itself wrote this reason of the log."""
    return bool(reason) and str(reason).startswith(_MARK)


def cause_of(reason: str) -> str:
    """The cause in an automatic reason: "auto:2:late1.close" → "late1.close"."""
    return reason.split(":", 2)[-1]


def cause_words(reason: str) -> str:
    """An automatic reason in words; an unknown cause reads as its code."""
    kind, _dot, target = cause_of(reason).partition(".")
    words = _(CAUSES[kind]) if kind in CAUSES else kind
    return _("{cause}: {target}").format(cause=words, target=_(TARGETS[target])) if target in TARGETS else words
