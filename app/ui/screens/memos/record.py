"""One phone memo: the next move, everything known, its history; one click makes a complaint or a service request of it."""

from collections.abc import Callable, Sequence
from typing import Any

from app.analysis import memo_moves as moves
from app.formats import moment_text, number_said
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import choices, fields_of
from app.models.fields import Choice
from app.models.memo import PhoneMemo
from app.services import phone_memos
from app.services.memo_view import MemoView, asked, memo_view, take
from app.services.present import phone_text, text_of
from app.ui.context import Context
from app.ui.gateway import Label
from app.ui.kit.delegates import tone_of
from app.ui.kit.widgets import quiet, relabel
from app.ui.records.papers import paper_commands
from app.ui.records.step_panel import Asking
from app.ui.records.step_record import StepRecord
from app.ui.records.stepped import Stepped, View
from app.ui.screens.memos.layout import WHOLE

_OF = Stepped(
    PhoneMemo, "memo", N_("Phone memo"), WHOLE, memo_view, asked, take, phone_memos.amend, moves.allowed,
    N_("Changed the phone memo “{name}”"), N_("Deleted the phone memo “{name}”"),
    frozenset({"phone_memos", "employees", "customers", "complaints", "requests"}), has_files=False,
)  # fmt: skip
_BECAME = {
    moves.COMPLAINT: (N_("It is a complaint now"), N_("Open complaint"), "complaints", "complaint_id"),
    moves.REQUEST: (N_("It is a service request now"), N_("Open request"), "requests", "request_id"),
}


class MemoRecord(StepRecord):
    """The pane at the right of the list; ``gone`` when the memo went to the recycle bin."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _OF)
        self.retranslate()

    def add_tabs(self) -> None:
        """The button that makes something else of it, before the others."""
        self.convert = quiet("", self._show_kinds)
        self.convert.setObjectName("memo.convert")
        self.pane.buttons.insertWidget(self.pane.buttons.indexOf(self.more_button), self.convert)

    def show_head(self, view: MemoView) -> None:
        """What about, who called, for whom, who took it."""
        values, fields = view.values, fields_of(PhoneMemo)
        badges = [(text_of(fields["state"], values["state"]), tone_of("state", values["state"]))]
        if values["urgency"]:
            badges.append((text_of(fields["urgency"], values["urgency"]), "neutral"))
        self.pane.set_title(values["subject"], badges)
        who = view.titles.get("customer_id") or values["caller_firm"] or ""
        called = (who, values["caller"] or "", phone_text(values["caller_phone"]), moment_text(values["called_at"]))
        self.pane.set_line((*called, _for_words(view), number_said(values["number"])))
        self.convert.setVisible(values["state"] in phone_memos.CONVERTIBLE)

    def next_words(self, view: MemoView) -> tuple[Any, str]:
        """By when to call back, and who is responsible until then."""
        values = view.values
        by = moment_text(values["call_by"]) if values["call_by"] else ""
        key = "for_id" if values["accepted_at"] is not None else "taken_by_id"
        who = view.titles.get(key, "")
        words = _("{name} is responsible").format(name=who) if who else ""
        return values["call_by"], " · ".join(part for part in (by, words) if part)

    def usual(self, view: MemoView, offered: Sequence[Asking]) -> tuple[Asking | None, Sequence[Asking]]:
        """Whoever has not taken it over does that first; then the caller is called back."""
        first = moves.usual(view.is_mine, bool(view.values["call_back"]))
        rest = [each for each in offered if each.code != first and not (each.code == "take_over" and view.is_mine)]
        return moves.move(first), rest

    def _show_next(self, view: View) -> None:
        became = _BECAME.get(view.values["state"])
        key = view.values[became[3]] if became else None
        if became is None or key is None:
            super()._show_next(view)
            return
        title, action, screen, link = became
        self.pane.next.set(_(title), view.titles.get(link, ""), "", _(action), lambda: self.context.frame.go(screen, key))

    # becoming something else --------------------------------------------------------------------------------------

    def make_complaint(self, severity: str) -> None:
        """It is a complaint of this severity, received when the call came."""
        if self._shown is not None and self.save():
            label = self.label(N_("Made the phone memo “{name}” a complaint"))
            self.context.gateway.write(label, phone_memos.to_complaint, self.current(), severity,
                                       done=lambda key: self.context.frame.go("complaints", key))  # fmt: skip

    def make_request(self, kind: str) -> None:
        """It is a service request of this kind, received when the call came."""
        if self._shown is not None and self.save():
            label: Label = self.label(N_("Made the phone memo “{name}” a service request"))
            self.context.gateway.write(label, phone_memos.to_request, self.current(), kind,
                                       done=lambda key: self.context.frame.go("requests", key))  # fmt: skip

    def _show_kinds(self) -> None:
        lines = _lines(_("Complaint"), choices.SEVERITY, self.make_complaint)
        self.open_menu(self.convert, lines + _lines(_("Service request"), choices.REQUEST_KIND, self.make_request))

    def _show_menu(self) -> None:
        """What is printed about it, and the recycle bin."""
        papers = paper_commands(self.context, "phone_memos", [self._shown.values["id"]] if self._shown else [])
        printing = _("Print: {paper}")
        lines = [(printing.format(paper=_(each.label)), each.run) for each in papers]
        self.open_menu(self.more_button, [*lines, (_("Delete"), self.delete)])

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.convert, _("Turn into") + " ▾")
        super().retranslate()


def _lines(head: str, offered: Sequence[Choice], make: Callable[[str], None]) -> list[tuple[str, Callable[[], None]]]:
    """Lines of a menu: what it becomes, and of which kind."""
    return [(" · ".join((head, _(one.label))), lambda code=one.code: make(code)) for one in offered]  # type: ignore[misc]


def _for_words(view: MemoView) -> str:
    """For whom it is, and who took the call."""
    whom, taker = view.titles.get("for_id", ""), view.titles.get("taken_by_id", "")
    taken = _("taken by {name}").format(name=taker) if taker and taker != whom else ""
    return " · ".join(part for part in (_("for {name}").format(name=whom) if whom else "", taken) if part)
