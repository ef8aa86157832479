"""Credit on the Business tab of a customer: limit, used, available, the oldest overdue, whether supply is held, and why."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.analysis.credit_limit import FREE
from app.formats import DASH, day_text, money_text, today
from app.i18n import gettext_text as _
from app.services import credit_files, credit_words
from app.services.business.credit import Standing, standing
from app.services.business.labels import LABELS
from app.ui.context import Context
from app.ui.kit.delegates import tone_of
from app.ui.kit.layouts import column, row
from app.ui.kit.widgets import Badge, PlainLabel, link_button, relabel
from app.ui.screens.analysis.parts import Facts

_Found = tuple[Standing, UUID | None]


class CustomerCredit(QWidget):
    """``load(id)`` reads it beside the window; hidden where nothing is known of a customer's credit."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("customers.credit")
        self._context = context
        self._shown: UUID | None = None
        self._found: _Found | None = None
        self.grade, self.hold, self.facts = Badge("", "neutral"), Badge("", "neutral"), Facts()
        self.reasons = PlainLabel("", "secondary", wrap=True, selectable=True)
        self.reasons.setObjectName("customers.credit.reasons")
        self.reasons.hide()
        self.why_button, self.file_button = link_button("", self.toggle_why), link_button("", self.open_file)
        self.why_button.setObjectName("customers.credit.why")
        self.file_button.setObjectName("customers.credit.file")
        line = row(self.grade, self.hold, self.why_button, self.file_button, None, spacing=12)
        self.setLayout(column(self.facts, line, self.reasons, spacing=6))
        self.retranslate()

    def load(self, customer_id: UUID) -> None:
        """Show the credit of a customer."""
        if customer_id != self._shown:
            self._shown, self._found = customer_id, None
            self.reasons.hide()
            self._show()
        gateway = self._context.gateway
        gateway.run(_read, gateway, customer_id, done=lambda found: self._arrived(customer_id, found))

    def _arrived(self, customer_id: UUID, found: _Found) -> None:
        if customer_id == self._shown:
            self._found = found
            self._show()

    def _show(self) -> None:
        found = self._found
        self.facts.show_facts(_facts(found[0]) if found is not None else ())
        grade = found[0].grade if found is not None else ""
        hold = found[0].hold if found is not None else FREE
        self.grade.set(_("Credit {grade}").format(grade=grade) if grade else "", tone_of("credit_grade", grade) or "neutral")
        self.hold.set(_(LABELS[hold]) if hold != FREE else "", tone_of("hold", hold) or "neutral")
        self.reasons.setText("\n".join(credit_words.standing_why(found[0], short=True)) if found is not None else "")
        self.why_button.setVisible(found is not None)
        self.file_button.setVisible(found is not None)
        has_file = found is not None and found[1] is not None
        relabel(self.file_button, _("Credit file") if has_file else _("Assess the credit"))

    def toggle_why(self) -> None:
        """Say why, or say it no longer."""
        self.reasons.setVisible(self.reasons.isHidden())

    def open_file(self) -> None:
        """The newest credit file, or the form of the first."""
        if self._found is not None and self._found[1] is not None:
            self._context.frame.go("credit_files", self._found[1])
        else:
            self._context.frame.begin("credit_files", {"customer_id": self._shown})

    def retranslate(self) -> None:
        """Words in the language in force."""
        relabel(self.why_button, _("Why this limit"))
        self._show()


def _read(gateway: Any, customer_id: UUID) -> _Found:
    found: _Found = gateway.read_now(_both, customer_id)
    return found


def _both(session: Any, customer_id: UUID) -> _Found:
    return standing(session, customer_id, today()), credit_files.newest(session, customer_id)


def _facts(one: Standing) -> tuple[tuple[str, str], ...]:
    """The limit and where it is from, what uses it up, what is available, what is late."""
    use = one.use.receivables + one.use.delivered + one.use.ordered
    limit, free = one.limit.value, one.available.value
    first = (
        (_("Credit limit"), DASH if limit is None else money_text(int(limit))), (_("Used"), money_text(use)),
        (_("Available"), DASH if free is None else money_text(int(free))),
    )  # fmt: skip
    late = ((_("Oldest overdue"), credit_words.days_words(one.oldest_overdue)),) if one.oldest_overdue else ()
    until = ((_("Approved until"), day_text(one.valid_until)),) if one.valid_until else ()
    return (*first, *late, *until)
