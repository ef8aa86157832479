"""A proposed plan as lines: what is new, moved and dropped, what found no day, who has no grade; lines can be taken out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont

from app.analysis.visit_proposal import Added, Dropped, Moved, Proposal, Unplaced
from app.formats import weekday
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import visit_choices
from app.services.visit_calendar import Entry, Span
from app.services.visit_planning import WHY, Names
from app.ui.kit.widgets import plain_tip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEADS = {
    "new": N_("New visits"), "moved": N_("Moved visits"), "dropped": N_("Dropped visits"),
    "unplaced": N_("Could not be placed"), "ungraded": N_("Customers without a grade"),
}  # fmt: skip
_WIDE, _HIGH, _MORE = 100, 28, 16
"""A line of the list in pixels, and each further line of its text."""
_LEVELS = {choice.code: choice.label for choice in visit_choices.VISIT_LEVEL}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``kind`` is one of HEADS; ``what`` the planner's line, None in a heading and for a customer without a grade. The
    text stands on several lines, so that the narrow list beside the calendar cuts nothing off: when and where, who, why."""

    id: UUID
    kind: str
    text: str
    what: Added | Moved | Dropped | Unplaced | None = None
    customer: str = ""
    person: str = ""

    @property
    def can_go(self) -> bool:
        """Whether it can be taken out of the plan."""
        return isinstance(self.what, Added | Moved | Dropped)


def lines_of(proposal: Proposal, names: Names) -> Iterator[Line]:
    """All lines under their headings; an empty group has none."""
    groups: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("new", proposal.added), ("moved", proposal.moved), ("dropped", proposal.dropped), ("unplaced", proposal.unplaced),
    )  # fmt: skip
    for kind, those in groups:
        if those:
            yield _head(kind, len(those))
        for each in those:
            yield _line(kind, each, names, isinstance(each, Added) and proposal.is_far(each))
    if proposal.ungraded:
        yield _head("ungraded", len(proposal.ungraded))
    for customer in proposal.ungraded:
        yield Line(uuid4(), "ungraded", names.customers.get(customer, ""))


def _head(kind: str, count: int) -> Line:
    return Line(uuid4(), "", f"{_(HEADS[kind])}  {count:,}")


def _line(kind: str, what: Any, names: Names, is_far: bool) -> Line:
    who = getattr(what, "person", None)
    customer, person = names.customers.get(what.customer, ""), names.people.get(who, "") if who is not None else ""
    label = _(_LEVELS[what.level]) if what.level in _LEVELS else ""
    parts = ((_when(what), customer), (label, person), (_why(what, is_far),))
    words = (" · ".join(part for part in each if part) for each in parts)
    return Line(uuid4(), kind, "\n".join(filter(None, words)), what, customer, person)


def _when(what: Any) -> str:
    if isinstance(what, Moved):
        return _("{before} → {day}").format(before=f"{what.before:%m-%d}", day=f"{what.day:%m-%d} {weekday(what.day)}")
    return _short(what.target if isinstance(what, Unplaced) else what.day)


def _short(day: date) -> str:
    return f"{day.isoformat()} {weekday(day)}"


def _why(what: Any, is_far: bool) -> str:
    if isinstance(what, Added):
        return _("wanted for {day}, no day near it is free").format(day=what.target.isoformat()) if is_far else ""
    return _(WHY.get(what.why, what.why))


class PlanLines(QAbstractListModel):
    """The lines with their ticks; ``ticked()`` when one was taken out or back in."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.out: set[UUID] = set()
        self.proposal: Proposal | None = None
        self._days: dict[date, list[Line]] = {}
        self._marks: dict[UUID, tuple[str, Line]] = {}

    def show(self, proposal: Proposal | None, lines: Sequence[Line]) -> None:
        """Show another proposal with its lines; None shows nothing."""
        self.beginResetModel()
        self.proposal, self.out = proposal, set()
        self.lines = list(lines)
        self._days, self._marks = {}, {}
        for line in self.lines:
            if isinstance(line.what, Added | Moved):
                self._days.setdefault(line.what.day, []).append(line)
            if isinstance(line.what, Moved | Dropped):
                self._marks[line.what.visit] = ("from" if isinstance(line.what, Moved) else "drop", line)
        self.endResetModel()

    def left(self) -> Proposal | None:
        """The proposal without what was taken out."""
        if self.proposal is None:
            return None
        gone = {id(line.what) for line in self.lines if line.id in self.out}
        added, moved, dropped = (
            tuple(each for each in those if id(each) not in gone)
            for those in (self.proposal.added, self.proposal.moved, self.proposal.dropped)
        )
        return replace(self.proposal, added=added, moved=moved, dropped=dropped)  # type: ignore[arg-type]

    def over(self, span: Span, who: UUID | None = None) -> Span:
        """A span of the calendar with the plan on it: what comes, what goes, from where to where; of one colleague where the
        calendar shows one."""
        entries: dict[date, tuple[Entry, ...]] = {}
        days = {day for day in self._days if span.first <= day <= span.last}
        for day in days | set(span.entries):
            stays = tuple(self._marked(each) for each in span.entries.get(day, ()))
            comes = tuple(_entry(day, line) for line in self._coming(day, who))
            entries[day] = (*comes, *stays)
        counts = {day: span.counts.get(day, 0) + len(those) - len(span.entries.get(day, ())) for day, those in entries.items()}
        return replace(span, entries=entries, counts=counts)

    def _coming(self, day: date, who: UUID | None) -> Iterator[Line]:
        for line in self._days.get(day, ()):
            if line.id not in self.out and who in (None, getattr(line.what, "person", None)):
                yield line

    def _marked(self, entry: Entry) -> Entry:
        state, line = self._marks.get(entry.id, ("", None))
        return replace(entry, state=state) if line is not None and line.id not in self.out else entry

    def row_of(self, key: UUID) -> int:
        """The row of a line, or of the line about a visit; -1 without one."""
        wanted = self._marks[key][1].id if key in self._marks else key
        return next((row for row, line in enumerate(self.lines) if line.id == wanted), -1)

    # the model -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.lines[index.row()]
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsUserCheckable if line.can_go else usual

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Role.SizeHintRole:  # asked of every line before the first is shown
            return QSize(_WIDE, _HIGH + _MORE * line.text.count("\n"))
        if role == Role.DisplayRole:
            return line.text
        if role == Role.ToolTipRole:
            return plain_tip(line.text)
        if role == Role.CheckStateRole and line.can_go:
            return Qt.CheckState.Unchecked if line.id in self.out else Qt.CheckState.Checked
        if role == Role.FontRole and line.kind == "":
            font = QFont()
            font.setBold(True)
            return font
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        line = self.lines[index.row()]
        if role != Role.CheckStateRole or not line.can_go:
            return False
        (self.out.discard if Qt.CheckState(value) == Qt.CheckState.Checked else self.out.add)(line.id)
        self.dataChanged.emit(index, index, [role])
        self.ticked.emit()
        return True


def _entry(day: date, line: Line) -> Entry:
    what: Any = line.what
    state = "new" if isinstance(what, Added) else "to"
    return Entry(
        id=line.id, day=day, clock="", minutes=0, state=state, kind="visit", customer_id=what.customer, customer=line.customer,
        contact="", owner_id=what.person, owner=line.person, purpose="", confirmed=False, order=None, repeats=False,
    )  # fmt: skip
