"""One service request: the next move, everything known, its files and history; one click makes it a complaint."""

from typing import Any

from app.analysis.request_states import COMPLAINT, CONVERTIBLE, allowed, next_due
from app.formats import moment_text, number_said
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import choices, fields_of
from app.models.request import ServiceRequest
from app.services import requests
from app.services.present import text_of
from app.services.request_conversion import to_complaint
from app.services.request_view import RequestView, asked, request_view
from app.ui.context import Context
from app.ui.kit.delegates import tone_of
from app.ui.kit.widgets import quiet, relabel
from app.ui.records.step_record import StepRecord
from app.ui.records.stepped import Stepped, View
from app.ui.screens.requests.layout import WHOLE

_OF = Stepped(
    ServiceRequest, "request", N_("Request"), WHOLE, request_view, asked, requests.take, requests.amend, allowed,
    N_("Changed the service request “{name}”"), N_("Deleted the service request “{name}”"),
    frozenset({"requests", "employees", "customers", "complaints"}),
)  # fmt: skip


class RequestRecord(StepRecord):
    """The pane at the right of the list; ``gone`` when the request went to the recycle bin."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _OF)
        self.retranslate()

    def add_tabs(self) -> None:
        """The button that makes a complaint of it, before the others."""
        self.complain = quiet("", self._show_severities)
        self.complain.setObjectName("request.complain")
        self.pane.buttons.insertWidget(self.pane.buttons.indexOf(self.more_button), self.complain)

    def show_head(self, view: RequestView) -> None:
        """What is asked, by whom, since when."""
        values, fields = view.values, fields_of(ServiceRequest)
        badges = [(text_of(fields[key], values[key]), tone) for key, tone in (
            ("state", tone_of("state", values["state"])), ("kind", "neutral"))]  # fmt: skip
        self.pane.set_title(values["subject"], badges)
        level = _("Level {level}").format(level=values["level"]) if values["level"] else ""
        received = moment_text(values["received_at"])
        who = view.titles.get("customer_id", "")
        self.pane.set_line((who, values["caller"] or "", number_said(values["number"]), received, level))
        self.complain.setVisible(values["state"] in CONVERTIBLE)

    def next_words(self, view: RequestView) -> tuple[Any, str]:
        """The next deadline of its level, and who works on it."""
        values = view.values
        due = next_due(values["state"], values["respond_due"], values["arrive_due"])
        parts = (moment_text(due) if due else "", view.titles.get("handler_id", ""))
        return due, " · ".join(part for part in parts if part)

    def _show_next(self, view: View) -> None:
        values = view.values
        if values["state"] == COMPLAINT and values["complaint_id"]:
            case = values["complaint_id"]
            self.pane.next.set(_("It is a complaint now"), view.titles.get("complaint_id", ""), "", _("Open complaint"),
                               lambda: self.context.frame.go("complaints", case))  # fmt: skip
            return
        super()._show_next(view)

    def make_complaint(self, severity: str) -> None:
        """The customer is dissatisfied: a complaint of this severity, received when the request was."""
        if self._shown is not None and self.save():
            label = self.label(N_("Made the service request “{name}” a complaint"))
            self.context.gateway.write(label, to_complaint, self.current(), severity,
                                       done=lambda key: self.context.frame.go("complaints", key))  # fmt: skip

    def _show_severities(self) -> None:
        lines = [(_(choice.label), lambda code=choice.code: self.make_complaint(code)) for choice in choices.SEVERITY]
        self.open_menu(self.complain, lines)

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.complain, _("Make it a complaint") + " ▾")
        super().retranslate()
