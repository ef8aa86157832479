"""The route of a day: the planned visits in the order in which they are driven, with addresses and phones, and as paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QMenu, QWidget

from app.formats import long_day, weekday
from app.i18n import N_
from app.i18n import gettext_text as _
from app.reports.heading import joined
from app.services import visits
from app.services.sensitive import HIDDEN, veiled
from app.services.visit_briefs import Brief, briefs, planned
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import EmptyState, PlainLabel, name_it, primary, quiet, relabel, secondary

_ID = Qt.ItemDataRole.UserRole
ORDERED = N_("Ordered the visits of {day}")


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of the route with what one needs on the road."""

    id: UUID
    clock: str
    customer: str
    contact: str
    address: str
    phone: str
    region: tuple[str, str]

    def text(self, place: int) -> str:
        """Two lines: where to and when; address and phone."""
        who = " · ".join(part for part in (f"{place}. {self.customer}", self.contact, self.clock) if part)
        return f"{who}\n{' · '.join(part for part in (self.address, self.phone) if part)}"


def stops(session: Any, day: date, who: UUID | None) -> tuple[Stop, ...]:
    """The planned visits of a day, of everybody or of one, in the order of the route."""
    return tuple(_stop(each) for each in briefs(session, planned(session, day, day, who), veiled))


def _stop(brief: Brief) -> Stop:
    customer = brief.customer
    place = (customer.get("region_code") or customer.get("region") or "", brief.address)
    return Stop(
        brief.values["id"], brief.values["planned_time"] or "", customer.get("name") or "", brief.contact.get("name") or "",
        brief.address, brief.phone, place,
    )  # fmt: skip


class _Stops(QListWidget):
    """Alt with an arrow moves a visit up or down, Ctrl+C copies it."""

    shifted = Signal(int)
    copied = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.shifted.emit(steps[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


class RoutePanel(QWidget):
    """Stands beside the calendar. ``left()`` when it is put away; ``chosen(id)`` when a visit is double-clicked."""

    left = Signal()
    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._day, self._who, self._asked = date.min, None, 0  # type: date, UUID | None, int
        self.stops: tuple[Stop, ...] = ()
        self.setObjectName("visits.route")
        self.setProperty("kind", "ground")
        self.title, self.hint = PlainLabel("", "record", wrap=True), PlainLabel("", "label", wrap=True)
        self.by_time, self.by_region = secondary("", self.order_by_time), secondary("", self.order_by_region)
        self.print_button, self.leave_button = primary("", self.print_route, "printer"), quiet("", self.left.emit)
        self.copy_button = quiet("", self.copy_all, "copy")
        self.list, self.empty = _Stops(), EmptyState()
        self.list.setObjectName("visits.route.stops")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        page = QWidget()
        page.setLayout(column(self.list, self.empty, spacing=0))
        head = column(self.title, self.hint, row(self.by_time, self.by_region, None, self.copy_button))
        whole = column(head, page, row(self.print_button, self.leave_button, None), spacing=12, margins=(24, 16, 24, 12))
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.list.shifted.connect(self._shift)
        self.list.copied.connect(lambda: self._copy_stop("whole"))
        self.list.itemDoubleClicked.connect(lambda item: self.chosen.emit(item.data(_ID)))
        self.list.customContextMenuRequested.connect(lambda point: self.menu().popup(self.list.mapToGlobal(point)))
        self.list.model().rowsMoved.connect(self._dropped)
        self._context.gateway.changed.connect(self._changed)
        escape = QShortcut(QKeySequence("Esc"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)

    def show_day(self, day: date, who: UUID | None) -> None:
        """Show the route of a day, of one colleague or of everybody."""
        self._day, self._who = day, who
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Read the day again."""
        self._asked += 1
        asked = self._asked
        self._context.gateway.read(stops, self._day, self._who, done=lambda found: self._show(asked, found))

    def _show(self, asked: int, found: tuple[Stop, ...]) -> None:
        if asked != self._asked:
            return
        place, self.stops = self.list.currentRow(), found
        self.list.clear()
        for number, stop in enumerate(found, 1):
            item = QListWidgetItem(stop.text(number))
            item.setData(_ID, stop.id)
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(place, 0), len(found) - 1))
        self._hint()
        for widget in (self.list, self.hint, self.by_time, self.by_region, self.copy_button):
            widget.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.print_button.setEnabled(bool(found))

    def _hint(self) -> None:
        words = [_("Drag a visit to its place, or move it with Alt and the arrows.")]
        if any(HIDDEN in (stop.address, stop.phone) for stop in self.stops):
            words.append(_("Addresses of private customers are hidden here; the printed route has them."))
        self.hint.setText(joined(words))

    def _changed(self, changes: Any) -> None:
        if self.isVisible() and {"visits", "customers", "contacts"} & set(changes.entities()):
            self.refresh()

    # the order -----------------------------------------------------------------------------------------------------------

    def _dropped(self, _parent: QModelIndex, _first: int, _last: int, _to: QModelIndex, _row: int) -> None:
        self.order([self.list.item(place).data(_ID) for place in range(self.list.count())])

    def _shift(self, step: int) -> None:
        place, ids = self.list.currentRow(), [stop.id for stop in self.stops]
        target = place + step
        if 0 <= place < len(ids) and 0 <= target < len(ids):
            ids[place], ids[target] = ids[target], ids[place]
            self.list.setCurrentRow(target)
            self.order(ids)

    def order_by_time(self) -> None:
        """By the time of the day; those without one last, neighbours together."""
        self._order_by(lambda stop: (stop.clock or "99", stop.region))

    def order_by_region(self) -> None:
        """Neighbours after each other; those of no known region last."""
        self._order_by(lambda stop: (not stop.region[0], stop.region[0], stop.clock or "99", stop.region[1]))

    def _order_by(self, key: Any) -> None:
        self.order([stop.id for stop in sorted(self.stops, key=key)])

    def order(self, ids: Sequence[UUID]) -> None:
        """Keep this order: one step."""
        if list(ids) != [stop.id for stop in self.stops]:
            label = Label(ORDERED, {"day": self._day.isoformat()})
            self._context.gateway.write(label, visits.order_day, list(ids), failed=self._refused)

    def _refused(self, error: Any) -> None:
        self._context.frame.tell(error.sentence)
        self.refresh()

    # what is taken along -------------------------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """What can be copied of the visit that is chosen."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for what, words in (("address", _("Copy the address")), ("phone", _("Copy the phone")), ("whole", _("Copy all of it"))):
            menu.addAction(words).triggered.connect(lambda _checked=False, what=what: self._copy_stop(what))
        return menu

    def _copy_stop(self, what: str) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self.stops):
            stop = self.stops[place]
            QGuiApplication.clipboard().setText(stop.text(place + 1) if what == "whole" else getattr(stop, what))

    def copy_all(self) -> None:
        """The whole route as text."""
        QGuiApplication.clipboard().setText("\n\n".join(stop.text(place) for place, stop in enumerate(self.stops, 1)))

    def print_route(self) -> None:
        """Show the route as paper."""
        self._context.frame.begin("reports", {"report": "visit-route", "day": self._day, "colleague_id": self._who})

    def retranslate(self) -> None:
        """Words in the language in force."""
        if self._day != date.min:
            words = _("Route of {weekday} {day}")
            self.title.setText(words.format(weekday=weekday(self._day), day=long_day(self._day)))
        self._hint()
        self.empty.set(_("No visit is planned for this day."), _("Plan one, or drag one here on the calendar."))
        relabel(self.by_time, _("By time"))
        relabel(self.by_region, _("By region"))
        relabel(self.copy_button, _("Copy"))
        relabel(self.print_button, _("Print route"))
        relabel(self.leave_button, _("Close"))
        name_it(self.list, _("Stops of the route"))
