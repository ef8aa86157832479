"""One improvement: its effect, the next move, everything known in the order of plan, do, check, act, and its complaints."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.analysis.improvement_states import OPEN, allowed, next_due
from app.formats import number_said
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import fields_of
from app.models.improvement import Improvement
from app.services import improvements
from app.services.improvement_view import ImprovementView, asked, improvement_view
from app.services.present import text_of
from app.ui.context import Context
from app.ui.kit.delegates import tone_of
from app.ui.records.step_panel import Asking
from app.ui.records.step_record import StepRecord
from app.ui.records.stepped import Stepped
from app.ui.screens.improvements.cases import CasesTab
from app.ui.screens.improvements.effect import EffectBar
from app.ui.screens.improvements.layout import WHOLE

_OF = Stepped(
    Improvement, "improvement", N_("Plan, do, check, act"), WHOLE, improvement_view, asked, improvements.take,
    improvements.amend, allowed, N_("Changed the improvement {name}"), N_("Deleted the improvement {name}"),
    frozenset({"improvements", "improvement_cases", "employees"}),
)  # fmt: skip


class ImprovementRecord(StepRecord):
    """The pane at the right of the list; ``gone`` when the improvement went to the recycle bin."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _OF)
        self.retranslate()

    def add_tabs(self) -> None:
        """Its effect in the head, its complaints as a tab."""
        self.cases: CasesTab | None = None
        self.effect = EffectBar()
        self.pane.below.addSpacing(8)
        self.pane.below.addWidget(self.effect)
        self.pane.add_tab("cases", N_("Complaints"), self._make_cases)

    def _make_cases(self) -> QWidget:
        self.cases = CasesTab(self.context, lambda found: self._name_case(improvements.attach, found),
                              lambda found: self._name_case(improvements.detach, found))  # fmt: skip
        return self.cases

    def _name_case(self, work: Callable[..., Any], complaint_id: UUID) -> None:
        text = N_("Named a complaint for {name}") if work is improvements.attach else N_("Left a complaint out of {name}")
        self.context.gateway.write(self.label(text), work, self.current(), complaint_id)

    def show_tab(self, key: str) -> None:
        """Its complaints as well."""
        super().show_tab(key)
        if key == "cases" and self.cases is not None and isinstance(self._shown, ImprovementView):
            self.cases.show_cases(self._shown.cases)

    def show_head(self, view: ImprovementView) -> None:
        """What is improved, where it stands, what it brought."""
        values, field = view.values, fields_of(Improvement)["state"]
        badges = [(text_of(field, values["state"]), tone_of("state", values["state"]))]
        if view.line is not None and view.line.overdue:
            badges.append((_("Late"), "danger"))
        if values["begun_again"]:
            badges.append((_("Round {count}").format(count=values["begun_again"] + 1), "neutral"))
        self.pane.set_title(values["name"], badges)
        self.pane.set_line((number_said(values["number"]), view.titles.get("owner_id", "")))
        self.pane.set_count("cases", len(view.cases))
        self.effect.show_line(view.line)

    def next_words(self, view: ImprovementView) -> tuple[Any, str]:
        """When it has to be carried out, or checked."""
        values = view.values
        due = next_due(values["state"], values["due_on"], values["check_on"])
        return due, due.isoformat() if due else ""

    def usual(self, view: ImprovementView, offered: Sequence[Asking]) -> tuple[Asking | None, Sequence[Asking]]:
        """What is over goes on only where somebody wants it to."""
        return super().usual(view, offered) if view.values["state"] in OPEN else (None, offered)

    def retranslate(self) -> None:
        """Words in the language in force."""
        super().retranslate()
        if self.cases is not None:
            self.cases.retranslate()
