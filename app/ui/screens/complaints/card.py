"""The step bar and the card of the next step: what should happen now, by when, and the one filled button."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from app.analysis.complaint_states import CLOSED, PAUSED, is_open, state
from app.analysis.workdays import Calendar
from app.formats import local
from app.i18n import gettext_text as _
from app.services.complaint_plan import Option, Options
from app.services.complaint_view import CaseView, StageView
from app.ui.editors.editor import firm_now
from app.ui.kit.stepbar import CURRENT, DONE, OPEN, Step, StepBar
from app.ui.kit.widgets import literal, plain_tip, set_tip
from app.ui.records.record import RecordPane
from app.ui.screens.complaints.words import due_words, short_moment


class StepCard:
    """Fills the head of a record pane; ``wanted`` is called with the option somebody chose, ``extend()`` for a later target."""

    def __init__(self, pane: RecordPane, wanted: Callable[[Option], None], extend: Callable[[], None]) -> None:
        self._wanted, self._extend, self._next, self._open = wanted, extend, pane.next, False
        self.options = Options(None, ())
        self.bar = StepBar("complaint.stages")
        pane.below.setSpacing(12)
        pane.below.addWidget(self.bar)
        pane.below.addWidget(pane.next)

    def show_case(self, view: CaseView, calendar: Calendar) -> None:
        """Show where a complaint stands."""
        present = firm_now()
        self.options, self._open = view.options, is_open(view.values["state"])
        self.bar.show_steps([_step(stage, view, present, calendar) for stage in view.stages])
        option, due = view.options.next, view.values["next_due"]
        late = due is not None and local(due) < present and view.values["state"] not in PAUSED
        words = due_words(due, present, calendar) if due and self._has_due(view) else ""
        refused = option.refused if option else ""
        detail = " · ".join(part for part in ("" if late else words, refused or self._standing(view, present)) if part)
        self._next.set(
            _("Next step: {step}").format(step=_(option.label)) if option else _("Nothing left to do"),
            detail, words if late else "", _(option.label) if option else "", self._take,
            _("More") + " ▾" if view.options.others else "", self.show_menu,
        )  # fmt: skip
        self._next.action.setEnabled(not refused)
        set_tip(self._next.action, refused)

    def _has_due(self, view: CaseView) -> bool:
        code = view.values["state"]
        return (is_open(code) and code not in PAUSED) or code in CLOSED

    def _standing(self, view: CaseView, present: datetime) -> str:
        """What happened last: the state and since when, and what was said about it."""
        lived = [entry for entry in view.log if entry.stands]
        moved = [entry for entry in lived if entry.from_state != entry.to_state]
        if not moved:
            return ""
        since = f"{_(state(view.values['state']).label)} {short_moment(moved[-1].at, present)}"
        reason = (lived[-1].reason or "").split("\n", 1)[0]
        return " · ".join(part for part in (since, reason) if part)

    def offered(self) -> tuple[Option, ...]:
        """Every step allowed now, the recommended one first."""
        return (*([self.options.next] if self.options.next else []), *self.options.others)

    def present(self, option: Option) -> Option:
        """An option as the case shown now offers it: what it proposes may have changed since it was chosen."""
        key = (option.goal, option.action, option.to)
        return next((each for each in self.offered() if (each.goal, each.action, each.to) == key), option)

    def _take(self) -> None:
        if self.options.next is not None:
            self._wanted(self.options.next)

    def menu(self) -> QMenu:
        """The other steps allowed now; somebody else's can't be chosen, and say whose they are."""
        menu = QMenu(self._next)
        menu.setToolTipsVisible(True)
        menu.setObjectName("complaint.steps")
        menu.aboutToHide.connect(menu.deleteLater)
        for option in self.options.others:
            action = menu.addAction(literal(_(option.label)))
            action.setObjectName(f"step.{option.action}{option.to}")
            action.setEnabled(not option.refused)
            action.setToolTip(plain_tip(option.refused))
            action.triggered.connect(lambda _checked=False, chosen=option: self._wanted(chosen))
        if self._open:
            menu.addSeparator()
            menu.addAction(literal(_("Extend the deadline…")), self._extend).setObjectName("step.extend")
        return menu

    def show_menu(self) -> None:
        """Open the menu below its button."""
        self.menu().popup(self._next.other.mapToGlobal(QPoint(0, self._next.other.height() + 2)))

    def offer(self, offered: bool) -> None:
        """Show or hide the buttons: while a step asks for its values, only its own button is filled."""
        self._next.action.setVisible(offered and self.options.next is not None)
        self._next.other.setVisible(offered and bool(self.options.others))

    def focus(self) -> None:
        """Put the cursor on the filled button, or beside it where that is somebody else's."""
        (self._next.action if self._next.action.isEnabled() else self._next.other).setFocus()


def _step(stage: StageView, view: CaseView, present: datetime, calendar: Calendar) -> Step:
    if stage.current:
        late = stage.due is not None and local(stage.due) < present and view.values["state"] not in PAUSED
        until = _("by {time}").format(time=short_moment(stage.due, present)) if stage.due else ""
        if view.values["state"] in PAUSED:
            until = _("paused")
        return Step(_(stage.label), due_words(stage.due, present, calendar) if stage.due and late else until, CURRENT, late)
    done = stage.at is not None
    return Step(_(stage.label), short_moment(stage.at, present) if stage.at else "", DONE if done else OPEN)
