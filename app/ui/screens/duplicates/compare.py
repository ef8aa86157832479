"""One pair side by side: which record stays, which values, and the three answers: merge, they are two, later."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import entity_named
from app.services import duplicates, merge, merge_view
from app.services.duplicates import Pair
from app.services.merge_view import Comparison
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.guard.guarding import MERGE, guarded
from app.ui.kit.layouts import column, row, scrolled
from app.ui.kit.widgets import Badge, Card, ElidedLabel, PlainLabel, link_button, primary, quiet, relabel, secondary
from app.ui.screens.duplicates.fields import FieldChoices
from app.ui.screens.duplicates.words import STRENGTH, TONE, reasons_text

SIDES = ("kept", "other")


class ComparePane(QWidget):
    """``merged(kept, other)``, ``parted(one, other)`` and ``postponed()`` say what the person decided."""

    merged = Signal(object, object)
    parted = Signal(object, object)
    postponed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "ground")
        self.context, self.entity = context, "customers"
        self._pair: Pair | None = None
        self._ids: tuple[UUID, UUID] | None = None
        self.badge, self.reasons = Badge(), ElidedLabel("", "secondary")
        self.sides = {side: _Side(side, lambda side=side: self._open(side)) for side in SIDES}
        self.swap = link_button("", self._swap)
        self.swap.setObjectName("duplicates.swap")
        self.fields = FieldChoices()
        self.problem = PlainLabel("", "error", wrap=True)
        self.problem.setObjectName("duplicates.problem")
        self.problem.hide()
        self.do, self.two, self.later = primary("", self.merge), secondary("", self.part), quiet("", self.postponed.emit)
        for button, name in ((self.do, "merge"), (self.two, "two"), (self.later, "later")):
            button.setObjectName(f"duplicates.{name}")
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        said = row(self.badge, self.reasons, spacing=8)
        said.setStretch(1, 1)
        sides = row(*self.sides.values(), spacing=12)
        inner = QWidget()
        inner.setProperty("kind", "ground")
        inner.setLayout(column(said, sides, row(self.swap, None), 4, self.fields, None, spacing=8, margins=(24, 16, 24, 12)))
        foot = row(self.do, self.two, self.later, None, margins=(24, 8, 24, 12))
        problem = row(self.problem, margins=(24, 0, 24, 0))
        whole = column(scrolled(inner), problem, foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        for keys, run in (("Ctrl+Return", self.merge), ("Ctrl+Shift+Return", self.part), ("Ctrl+L", self.postponed.emit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def show_pair(self, entity: str, pair: Pair, kept: UUID | None = None) -> None:
        """Compare two records; the one on which more hangs stays unless told otherwise."""
        self.entity, self._pair, self._ids = entity, pair, None
        self._read(kept)

    def pair(self) -> tuple[UUID, UUID] | None:
        """(the record that stays, the other)."""
        return self._ids

    def _read(self, kept: UUID | None) -> None:
        self.problem.hide()
        pair = self._pair
        if pair is not None:
            self.context.gateway.read(
                merge_view.side_by_side, entity_named(self.entity), pair.first, pair.second, kept,
                done=lambda found: self._show(pair, *found), failed=self._fail,
            )  # fmt: skip

    def _show(self, asked: Pair, kept: UUID, other: UUID, found: Comparison) -> None:
        if asked is not self._pair:
            return
        self._ids = kept, other
        self.badge.set(_(STRENGTH[asked.strength]) if asked.strength else "", TONE.get(asked.strength, "neutral"))
        self.reasons.setText(reasons_text(asked.reasons, found.titles) if asked.reasons else _("Chosen by hand"))
        for place, side in enumerate(SIDES):
            self.sides[side].show_record(found.titles[place], found.numbers[place], found.hanging[place])
        self.fields.show_lines(found.lines)
        for button in (self.do, self.two, self.later, self.swap):
            button.setEnabled(True)

    def begin(self) -> None:
        """The keyboard goes to the first choice, else to the button."""
        (self.fields.first() or self.do).setFocus(Qt.FocusReason.TabFocusReason)

    def _swap(self) -> None:
        if self._ids is not None:
            self._read(self._ids[1])

    def _open(self, side: str) -> None:
        if self._ids is not None:
            screen = {"contacts": "people"}.get(self.entity, self.entity)
            self.context.frame.go(screen, self._ids[SIDES.index(side)])

    def merge(self) -> None:
        """Make one record of the two, with the values that are chosen."""
        if self._ids is None:
            return
        kept, other = self._ids
        names = {"name": self.sides["kept"].title(), "other": self.sides["other"].title()}
        label = Label(N_("Merged {other} into {name}"), names)
        chosen = self.fields.choice()

        def write() -> None:
            self.context.gateway.write(
                label, merge.merge, entity_named(self.entity), kept, other, chosen,
                done=lambda _kept: self.merged.emit(kept, other), failed=self._fail,
            )  # fmt: skip

        guarded(self.context, MERGE, write, lambda: None, self)

    def part(self) -> None:
        """Say that they are two."""
        if self._ids is None:
            return
        one, other = self._ids
        names = {"name": self.sides["kept"].title(), "other": self.sides["other"].title()}
        label = Label(N_("{name} and {other} are two"), names)
        self.context.gateway.write(
            label, duplicates.distinct, self.entity, [(one, other)],
            done=lambda _count: self.parted.emit(one, other), failed=self._fail,
        )  # fmt: skip

    def _fail(self, error: AppError) -> None:
        self.problem.setText(error.sentence)
        self.problem.show()

    def retranslate(self) -> None:
        """Words in the new language."""
        relabel(self.do, _("Merge"))
        relabel(self.two, _("They are two"))
        relabel(self.later, _("Later"))
        relabel(self.swap, _("Keep the other record instead"))
        for side in self.sides.values():
            side.retranslate()
        self._read(self._ids[0] if self._ids is not None else None)


class _Side(Card):
    """One of the two records: which it is, and what hangs on it."""

    def __init__(self, side: str, opened) -> None:  # type: ignore[no-untyped-def]
        super().__init__(4)
        self._side, self._title = side, ""
        self.setObjectName(f"duplicates.side.{side}")
        self.role, self.name, self.parts = (
            PlainLabel("", "label"),
            ElidedLabel("", "strong"),
            PlainLabel("", "secondary", wrap=True),
        )
        self.open = link_button("", opened)
        for item in (self.role, self.name, self.parts):
            self.body.addWidget(item)
        self.body.addStretch(1)
        self.body.addLayout(row(self.open, None))
        self.retranslate()

    def show_record(self, title: str, number: str, hanging: tuple[tuple[str, int], ...]) -> None:
        """Show which record this is."""
        self._title = title
        self.name.setText(f"{title} · {number}" if number else title)
        parts = _(", ").join(f"{_(label)} {count:,}" for label, count in hanging)
        self.parts.setText(parts or _("Nothing hangs on it."))

    def title(self) -> str:
        """The record's name."""
        return self._title

    def retranslate(self) -> None:
        """Words in the new language."""
        self.role.setText(_("This record stays") if self._side == "kept" else _("This record is taken in"))
        relabel(self.open, _("Open"))
