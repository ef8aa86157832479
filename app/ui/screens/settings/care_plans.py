"""Care plans (F-28, domain/70 §7.6): a short list of rules; below each what its text may name, what became of it this year."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.formats import money_text, today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.services import care_plans
from app.services.care_people import VARIABLES
from app.services.care_plans import PlanFigures
from app.ui.context import Context
from app.ui.kit.widgets import PlainLabel, secondary
from app.ui.screens.settings.firm import ShortList

_DECIDE = frozenset({"occasion", "owner_rule", "means"})


class CarePlansPage(ShortList):
    """The firm's plans; while it has none, the usual ones are one click away."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "care_plans")
        self.list.counted.connect(lambda count: self.usual.setVisible(not count))
        self.form.edited.connect(lambda key: self._fit() if key in _DECIDE else None)

    def beside_add(self) -> tuple[QWidget, ...]:
        self.usual = secondary(_("Add the usual plans"), self.install)
        self.usual.setObjectName("care_plans.usual")
        self.usual.hide()
        return (self.usual,)

    def below_form(self) -> tuple[QWidget | int, ...]:
        names = " ".join("{" + _(word) + "}" for word in VARIABLES.values())
        told = _("The text may name {variables}: filled in for each customer.").format(variables=names)
        self.figures = PlainLabel("", "secondary", wrap=True)
        self.figures.setObjectName("care_plans.figures")
        return (PlainLabel(told, "secondary", wrap=True), self.figures, 8)

    def install(self) -> None:
        """Make the usual plans, in the language in force."""
        self.context.gateway.write(N_("Added the usual care plans"), care_plans.install_defaults)

    def write_op(self, record_id: UUID | None) -> tuple[str, Callable[..., Any], tuple[Any, ...]]:
        saved = N_("Saved {name}")
        return (saved, care_plans.save, ()) if record_id is None else (saved, _change, (record_id,))

    def _fit(self) -> None:
        """Ask only for what the occasion, the means and who does it leave open."""
        now = self.form.whole_values()
        fitting = {
            "festival": now["occasion"] == "festival", "happens_on": now["occasion"] in care_plans.DATED,
            "owner_id": now["owner_rule"] == "named", "gift": now["means"] == "gift", "gift_cap": now["means"] == "gift",
        }  # fmt: skip
        self.form.leave_out(frozenset(key for key, fits in fitting.items() if not fits and now[key] in (None, "")))

    def _show(self, record_id: UUID | None, title: str, values: dict[str, Any], links: dict[str, str]) -> None:
        super()._show(record_id, title, values, links)
        self._fit()
        self.figures.setText("")
        if record_id is not None:
            year = today().year
            self.context.gateway.read(care_plans.figures, record_id, year, done=lambda found: self._tell(record_id, year, found))

    def _tell(self, record_id: UUID, year: int, found: PlanFigures) -> None:
        if record_id != self.record_id:
            return
        words = _("{year}: {done} done, {skipped} left out, {open} still to do").format(
            year=year, done=found.done, skipped=found.skipped, open=found.open)  # fmt: skip
        limit = _("of {amount}").format(amount=money_text(found.budget)) if found.budget is not None else ""
        spent = _("spent {amount}").format(amount=money_text(found.spent)) if found.spent or limit else ""
        self.figures.setText(" · ".join(part for part in (words, " ".join(part for part in (spent, limit) if part)) if part))


def _change(session: Any, plan_id: UUID, values: dict[str, Any]) -> UUID:
    return care_plans.save(session, values, plan_id)
