"""Exceptions to the visit policy and absences: short lists whose lines are checked against each other when they are saved."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.services import absences, visit_policy
from app.ui.context import Context
from app.ui.kit.widgets import PlainLabel
from app.ui.screens.settings.firm import ShortList

_OPS: dict[str, tuple[Callable[..., Any], Callable[..., Any], str, str]] = {
    "absences": (absences.add, absences.change, N_("Saved an absence"), "employee_id"),
    "visit_exceptions": (
        visit_policy.add_exception, visit_policy.change_exception, N_("Saved an exception to the visit policy"), "customer_id",
    ),
}  # fmt: skip


class VisitList(ShortList):
    """The list of one of them; below an absence stand the planned visits that fall on it."""

    def __init__(self, context: Context, key: str) -> None:
        self._ops = _OPS[key]
        super().__init__(context, key)

    def below_form(self) -> tuple[QWidget | int, ...]:
        self.note = PlainLabel("", "secondary", wrap=True)
        self.note.setObjectName(f"{self.entity.entity}.note")
        return (self.note,)

    def name_of(self, values: dict[str, Any], links: dict[str, str]) -> str:
        """Whose it is."""
        return f"{_(self.entity.label)} · {links.get(self._ops[3], '')}"

    def write_op(self, record_id: UUID | None) -> tuple[str, Callable[..., Any], tuple[Any, ...]]:
        add, change, label, _link = self._ops
        return (label, add, ()) if record_id is None else (label, change, (record_id,))

    def _show(self, record_id: UUID | None, title: str, values: dict[str, Any], links: dict[str, str]) -> None:
        super()._show(record_id, title, values, links)
        self._tell(values)

    def _tell(self, values: dict[str, Any]) -> None:
        """The planned visits on the days of an absence."""
        self.note.setText("")
        if self.entity.entity == "absences" and values.get("employee_id"):
            span = (values["employee_id"], values["begins_on"], values["ends_on"])
            self.context.gateway.read(absences.affected, *span, done=self._told)

    def _told(self, found: tuple[absences.VisitBrief, ...]) -> None:
        if found:
            count = ngettext_text("{count} planned visit falls on these days:", "{count} planned visits fall on these days:",
                                  len(found)).format(count=len(found))  # fmt: skip
            self.note.setText(f"{count} " + _(", ").join(f"{one.day.isoformat()} {one.customer}" for one in found[:12]))
