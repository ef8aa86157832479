"""What the keys of a line do: done, moved, put off. Each that writes is one step, said in passing with the way back."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import today_acts
from app.services.today import Item
from app.services.today_acts import DONE_HERE, MOVED_HERE
from app.services.today_hidden import Key
from app.ui.context import Context
from app.ui.frame.due_rows import words_of
from app.ui.gateway import Label
from app.ui.screens.today.lines import DONE, MOVE

if TYPE_CHECKING:
    from app.ui.screens.today.asking import Asked

BACK = {"back_to": "today"}
"""Whoever gives up what was begun from a line comes back to it."""
Anchor = Callable[[], QWidget]
_DONE = {"care": N_("Done: {name}"), "their_promise": N_("They kept their promise: {name}"),
         "payment": N_("They paid as promised: {name}"), "grading": N_("Graded the month {month}")}  # fmt: skip
_KEPT = N_("Promise kept: {name}")
_MOVED = N_("Moved to {day}: {name}")
_PLANNED = N_("Planned a visit on {day}: {name}")
_PUT_OFF = N_("Put off until {day}: {name}")
_SETTLED = N_("Settled: {name}")
_BACK = N_("Brought back what was put off")


class Acts:
    """``open(item)`` shows its record, ``accept(item)`` takes a hand-over. ``asking`` is the panel that was opened last; ``gone``
    are the keys of what was dealt with since the desk was read."""

    def __init__(self, context: Context, open_item: Callable[[Item], None], accept: Callable[[Item], None]) -> None:
        self._context, self._open, self._accept = context, open_item, accept
        self.gone: set[Key] = set()
        self.asking: Asked | None = None

    def act(self, what: str, item: Item, anchor: Anchor) -> None:
        """Do what a key says."""
        if what == DONE:
            self.done(item, anchor)
        elif what == MOVE:
            self.move(item, anchor)
        else:
            self.put_off(item, anchor)

    def done(self, item: Item, anchor: Anchor) -> None:
        """Done at once where nothing has to be said; else what has to be written down is opened."""
        if item.kind in DONE_HERE:
            self._write(_DONE.get(item.kind, _KEPT), item, today_acts.done, item)
        elif item.kind == "visit":
            self._context.frame.begin("visits", {"visit_id": item.id, **BACK})
        elif item.kind in ("next_step", "approach", "silent"):
            begin = self._context.frame.begin
            self._context.gateway.read(today_acts.record_of, item, done=lambda values: begin("visits", {**values, **BACK}))
        elif item.kind == "dunning":
            begin = self._context.frame.begin
            self._context.gateway.read(today_acts.record_of, item, done=lambda values: begin("dunnings", values))
        elif item.kind == "memo":
            self._ask_result(item, anchor)
        elif item.kind == "transfer":
            self._accept(item)
        else:
            self._open(item)

    def _ask_result(self, item: Item, anchor: Anchor) -> None:
        from app.ui.screens.today.asking import ResultAsked

        self.asking = ResultAsked(anchor(), words_of(item), lambda *given: self._settle(item, *given))

    def _settle(self, item: Item, result: str, done: Callable[[], None], failed: Callable[[AppError], None]) -> None:
        self._write(_SETTLED, item, today_acts.settle, item, result, done=done, failed=failed)

    def move(self, item: Item, anchor: Anchor) -> None:
        """Ask for the day; a case's own rules move its days."""
        if item.kind not in MOVED_HERE:
            self._context.frame.toast(_("Its day follows its own rules: open it with Enter. S puts it off here."))
            return
        silent = item.kind == "silent"
        name = _named(item)
        title = _("Plan a visit: {name}").format(name=name) if silent else _("Move: {name}").format(name=name)
        words, text = (_("Plan it"), _PLANNED) if silent else (_("Move"), _MOVED)

        def run(day: date, reason: str, done: Callable[[], None], failed: Callable[[AppError], None]) -> None:
            said = _visit_moved(item, day, reason) if item.kind == "visit" else text
            self._write(said, item, today_acts.move, item, day, reason, day=day, done=done, failed=failed)

        self._ask(anchor, "today.move", title, words, run, lambda day, told: self._look(item, day, told))

    def _look(self, item: Item, day: date, told: Callable[[tuple[str, ...]], None]) -> None:
        """What speaks against that day, before anything is written."""
        self._context.gateway.read(today_acts.clashes, item, day, done=told)

    def put_off(self, item: Item, anchor: Anchor) -> None:
        """Ask until when it is out of sight; its own day stays."""
        from app.services import snoozes  # maps what no start needs

        def run(day: date, _reason: str, done: Callable[[], None], failed: Callable[[AppError], None]) -> None:
            self._write(_PUT_OFF, item, snoozes.put_off, *item.key, day, day=day, done=done, failed=failed)

        title = _("Put off: {name}").format(name=_named(item))
        self._ask(anchor, "today.snooze", title, _("Put off"), run)

    def bring_back(self) -> None:
        """Everything that was put off stands here again."""
        from app.services import snoozes

        self._context.gateway.write(Label(_BACK), snoozes.bring_all_back)

    def _ask(self, anchor: Anchor, name: str, title: str, words: str, run: Any, look: Any = None) -> None:
        from app.services import snoozes
        from app.ui.screens.today.asking import DayAsked

        def opened(days: tuple[date, ...]) -> None:
            self.asking = DayAsked(anchor(), name, title, words, days, run, look)

        self._context.gateway.read(snoozes.days, today(), done=opened)

    def _write(self, text: str | Label, item: Item, op: Callable[..., Any], *args: Any, day: date | None = None,
               done: Callable[[], None] | None = None, failed: Callable[[AppError], None] | None = None) -> None:  # fmt: skip
        named = {"name": _named(item), **({"month": item.state} if item.kind == "grading" else {}),
                 **({"day": day.isoformat()} if day else {})}  # fmt: skip
        tell = failed or (lambda error: self._context.frame.tell(error.sentence))

        def written(_any: object) -> None:
            self.gone.add(item.key)
            if done is not None:
                done()

        label = text if isinstance(text, Label) else Label(text, named)
        self._context.gateway.write(label, op, *args, done=written, failed=tell)


def _visit_moved(item: Item, day: date, reason: str) -> Label:
    """A reason is asked where the customer had agreed to the day."""
    from app.ui.screens.visits.calendar_moves import moved_label  # comes with the calendar: not at the start

    return moved_label(item.customer, day, open_again=bool(reason.strip()))


def _named(item: Item) -> str:
    """An item in a step's name: whose it is where that says more than the words."""
    words = item.customer if item.kind == "silent" else words_of(item)
    return words or item.customer
