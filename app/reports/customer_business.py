"""What business adds to the outlook of the customer analysis: warnings and chances by rule, steps, the decision (XII, XIII)."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.formats import day_text, money_text, percent_text
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Employee, fields_of
from app.models.account_plan import PortfolioDecision
from app.models.base import table_of
from app.models.receivable import Dunning
from app.reports import customer_course
from app.reports.heading import joined
from app.services import credit_words, records
from app.services.account_view import AccountView
from app.services.present import text_of

_AT_RISK = {"at_risk": N_("At risk: the last order is longer ago than usual."), "lost": N_("Lost: nothing ordered for long.")}
_ROOM, _GROWN, _FALLEN = 0.3, 0.2, -0.2


def warnings(session: Session, customer_id: UUID, view: AccountView, today: date) -> tuple[str, ...]:
    """At risk, overdue, credit, losses, falling sales, contracts that end within 60 days."""
    found = [_(_AT_RISK[view.status.code])] if view.status is not None and view.status.code in _AT_RISK else []
    owed, earned = view.dealings.owed, view.dealings.earned
    if owed.overdue > 0:
        found.append(_("{amount} is overdue.").format(amount=money_text(owed.overdue)))
    found += credit_words.held_words(view.standing)
    profit = earned.profit.profit.value if earned is not None else None
    if profit is not None and profit < 0:
        found.append(_("It lost {amount} in twelve months.").format(amount=money_text(-int(profit))))
    growth = view.growth.growth.value if view.growth is not None else None
    if growth is not None and float(growth) <= _FALLEN:
        found.append(_("Sales fell by {share}.").format(share=percent_text(-float(growth))))
    broken = sum(one.state in ("broken", "over") for one in view.promises)
    if broken:
        found.append(_("{count} promises of payment were not kept.").format(count=broken))
    return (*found, *customer_course.endings(session, customer_id, today))


def chances(view: AccountView) -> tuple[str, ...]:
    """Room in its purchases, growth, credit that is free."""
    found, wallet = [], view.wallet
    part = wallet.wallet.share.value if wallet is not None else None
    if wallet is not None and part is not None and float(part) < _ROOM and wallet.wallet.potential.value is not None:
        words = _("We have {share} of what it buys: {amount} a year goes elsewhere.")
        found.append(words.format(share=percent_text(part), amount=money_text(int(wallet.wallet.potential.value))))
    growth = view.growth.growth.value if view.growth is not None else None
    if growth is not None and float(growth) >= _GROWN:
        found.append(_("Sales grew by {share}.").format(share=percent_text(growth)))
    return tuple(found)


def steps(session: Session, customer_id: UUID, view: AccountView, today: date) -> tuple[tuple[date, str, str, str], ...]:
    """Agreed dunning steps, promised payments, activities of the plan, reviews: by when, what, about what, who."""
    found = [*_dunning(session, customer_id)]
    found += [(one.due, _("Check the promised payment"), "" if one.amount is None else money_text(one.amount), one.who)
              for one in view.promises if one.state in ("open", "over")]  # fmt: skip
    if view.progress is not None:
        owner = _name(session, view.progress.plan.get("owner_id"))
        found += [(one["held_on"] or date(one["year"], 12, 31), _("Activity of the plan"), one["name"], owner)
                  for one in view.progress.activities if one["done_on"] is None]  # fmt: skip
    if view.decision is not None and view.decision["review_on"] is not None:
        who = _name(session, view.decision["decided_by_id"])
        found.append((view.decision["review_on"], _("Look at the portfolio decision again"), "", who))
    return tuple(found)


def _dunning(session: Session, customer_id: UUID) -> list[tuple[date, str, str, str]]:
    table, people = table_of(Dunning), table_of(Employee)
    columns = (table.c.next_on, table.c.next_step, people.c.name)
    newest = sa.select(*columns).outerjoin(people, people.c.id == table.c.done_by_id)
    mine = newest.where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None)).order_by(table.c.done_on.desc())
    row: Any = session.execute(mine.limit(1)).first()
    if row is None or row.next_on is None:
        return []
    step = text_of(fields_of(Dunning)["next_step"], row.next_step) if row.next_step else ""
    return [(row.next_on, _("Dunning"), step, row.name or "")]


def _name(session: Session, employee_id: UUID | None) -> str:
    return "" if employee_id is None else str(records.titles(session, Employee, [employee_id]).get(employee_id, ""))


def decision(session: Session, view: AccountView) -> str:
    """The portfolio decision in a sentence; "" without one."""
    made = view.decision
    if made is None:
        return ""
    word = text_of(fields_of(PortfolioDecision)["decision"], made["decision"])
    who = _name(session, made["decided_by_id"])
    parts = [_("Portfolio decision: {decision}, {day}.").format(decision=word, day=day_text(made["decided_on"])),
             _("Decided by {name}.").format(name=who) if who else "", made["reason"] or ""]  # fmt: skip
    return joined(parts)
