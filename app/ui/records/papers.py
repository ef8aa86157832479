"""The papers about one record, as its menus offer them: every report that asks for such a record, and labels of it alone."""

from collections.abc import Callable, Sequence
from uuid import UUID

from app.services.lists import Filter, ListQuery
from app.ui.context import Command, Context

_ASKED = {"customers": ("customer", "customer_id"), "contacts": ("person", "contact_id"),
          "complaints": ("complaint", "complaint_id"), "phone_memos": ("memo", "memo_id")}  # fmt: skip
"""Entity -> the report's parameter, and what the reports screen calls it."""


def paper_commands(context: Context, entity: str, ids: Sequence[UUID]) -> tuple[Command, ...]:
    """What can be printed about one record; about several of them, what prints lists of their kind."""
    from app.reports import REPORTS

    parameter, name = _ASKED.get(entity, ("", ""))
    found: list[Command] = []
    for report in REPORTS:
        if parameter in report.parameters and len(ids) == 1:
            found.append(Command(report.title, _begin(context, report.key, {name: ids[0]}), "printer"))
        elif "sheet" in report.parameters and entity == report.entity and ids:
            query = ListQuery(entity, ("name",), "name", filters=(Filter("id", "in", tuple(ids)),))
            found.append(Command(report.title, _begin(context, report.key, {"query": query}), "printer"))
    return tuple(found)


def _begin(context: Context, report: str, what: dict[str, object]) -> Callable[[], None]:
    return lambda: context.frame.begin("reports", {"report": report, **what})
