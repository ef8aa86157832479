"""Sections I, XII and XIII of the report on the whole base: the summary, what speaks for and against us, measures by class."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.formats import money_text, percent_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.models import fields_of
from app.models.care import CarePlan
from app.reports.base_figures import Figures
from app.reports.document import Block, Column, Lines, Paragraph, SideBySide, Table, quietly
from app.reports.heading import joined, listed
from app.reports.money_words import money, share
from app.services import care_plans, customer_policies, visit_policy
from app.services.business.labels import LABELS
from app.services.business.other_moneys import SALES, told
from app.services.business.profit_basis import without_cost
from app.services.present import text_of

_CLASSES = ("gold", "silver", "ordinary", "watch")
_LATE, _GROWN, _FALLEN, _CHURNED, _COVERED, _SILENT = 0.15, 0.1, 0.0, 0.15, 0.7, 0.3


def summary(found: Figures) -> tuple[Block, ...]:
    """What the manager reads first."""
    firm, whole = found.profits.company, found.concentration
    words = (
        _bought(found),
        *without_cost(firm.unknown),
        _("Sales changed by {growth}; churn was {churn}.").format(
            growth=share(found.grown.company.growth) or "—", churn=share(found.standing.churn.churn) or "—"),
        _("The largest customer brings {first}, the ten largest {ten}.").format(
            first=share(whole.cr(1)) or "—", ten=share(whole.cr(10)) or "—"),
        _("{open} are open, {late} of them overdue.").format(
            open=money_text(found.ageing.company.total), late=share(found.ageing.company.overdue_rate) or "—"),
    )  # fmt: skip
    return Paragraph(joined(list(words))), *quietly(told(SALES, found.profits.left_out))


def _bought(found: Figures) -> str:
    firm, bought = found.profits.company, sum(line.row.sales.orders > 0 for line in found.profits.lines)
    words = _("{count} customers are in the file; {bought} of them bought in the period, for {net} and a profit of {profit}.")
    if found.basis.gross:
        words = _("{count} customers are in the file; {bought} of them bought in the period, for {net} and a gross profit of "
                  "{profit}.")  # fmt: skip
    return words.format(count=found.total, bought=bought, net=money_text(firm.profit.net),
                        profit=money(found.basis.figure(firm.known)) or "—")  # fmt: skip


def conclusion_blocks(found: Figures) -> tuple[Block, ...]:
    """Four lists by rules; a table of two by two."""
    boxes = (
        (_("Our strengths"), list(_strengths(found))), (_("Our weaknesses"), list(_weaknesses(found))),
        (_("Chances"), list(_chances(found))), (_("Threats"), list(_threats(found))),
    )  # fmt: skip
    tables = [Table((Column(title, weight=1),), tuple((line,) for line in lines) or ((_("None by these rules."),),))
              for title, lines in boxes]  # fmt: skip
    return SideBySide((tables[0], tables[1])), SideBySide((tables[2], tables[3]))


def _number(figure: object) -> float | None:
    value = getattr(figure, "value", None)
    return None if value is None else float(value)


def _strengths(found: Figures) -> Iterator[str]:
    growth, retention = _number(found.grown.company.growth), _number(found.standing.revenue.net_retention)
    if growth is not None and growth >= _GROWN:
        yield _("Sales grow by {share}.").format(share=percent_text(growth))
    if retention is not None and retention >= 1:
        yield _("Customers of last year buy more: {share} of their sales stayed.").format(share=percent_text(retention))
    late = _number(found.ageing.company.overdue_rate)
    if late is not None and late <= _LATE:
        yield _("Payments come in: {share} overdue.").format(share=percent_text(late))
    cover = found.coverage
    if cover.customers and cover.with_decider / cover.customers >= _COVERED:
        yield _("Who decides is known at {share} of the customers.").format(
            share=percent_text(cover.with_decider / cover.customers))  # fmt: skip


def _weaknesses(found: Figures) -> Iterator[str]:
    losses = [left for line in found.profits.lines if (left := found.basis.of(line.row.profit) or 0) < 0]
    if losses:
        words = ngettext_text("{count} customer loses {amount}.", "{count} customers lose {amount} together.", len(losses))
        yield words.format(count=len(losses), amount=money_text(-sum(losses)))
    if unknown := found.profits.company.unknown:
        words = ngettext_text("{count} customer has orders whose cost nobody knows.",
                              "{count} customers have orders whose cost nobody knows.", unknown)  # fmt: skip
        yield words.format(count=unknown)
    cover = found.coverage
    if cover.customers and cover.with_decider / cover.customers < _COVERED:
        yield _("Who decides is known at {share} of the customers only.").format(
            share=percent_text(cover.with_decider / cover.customers))  # fmt: skip
    if cover.customers and cover.silent / cover.customers > _SILENT:
        yield _("{share} were not contacted for 90 days.").format(share=percent_text(cover.silent / cover.customers))
    done = _number(found.visits.total.figures.completion)
    if done is not None and done < _COVERED:
        yield _("Only {share} of the visits due were done.").format(share=percent_text(done))


def _chances(found: Figures) -> Iterator[str]:
    room = sum(int(line.row.wallet.potential.value or 0) for line in found.wallets.lines)
    if room:
        yield _("{amount} a year are bought elsewhere by customers whose needs we know.").format(amount=money_text(room))
    growing = sum((_number(line.row.growth) or 0) >= 0.3 for line in found.grown.lines)
    if growing:
        words = ngettext_text("{count} customer grows by 30 percent and more.", "{count} customers grow by 30 percent and more.",
                              growing)  # fmt: skip
        yield words.format(count=growing)
    prospects = found.statuses.company.get("prospect", 0) + found.statuses.company.get("potential", 0)
    if prospects:
        words = ngettext_text("{count} customer never ordered yet.", "{count} customers never ordered yet.", prospects)
        yield words.format(count=prospects)


def _threats(found: Figures) -> Iterator[str]:
    if found.concentration.warns_largest or found.concentration.warns_hhi:
        yield _("Much hangs on few customers.")
    churn = _number(found.standing.churn.churn)
    if churn is not None and churn > _CHURNED:
        yield _("Churn is {share}.").format(share=percent_text(churn))
    if found.at_risk:
        risky = len(found.at_risk)
        yield ngettext_text("{count} customer is at risk.", "{count} customers are at risk.", risky).format(count=risky)
    late = _number(found.ageing.company.overdue_rate)
    if late is not None and late > _LATE:
        yield _("{share} of what is open is overdue.").format(share=percent_text(late))
    growth = _number(found.grown.company.growth)
    if growth is not None and growth < _FALLEN:
        yield _("Sales fall by {share}.").format(share=percent_text(-growth))


def measure_blocks(session: Session, found: Figures) -> tuple[Block, ...]:
    """Per class what holds for it: policy, visits, care, how many they are; room to write the goals."""
    day = found.period.last
    policies, visits = customer_policies.in_force(session, day), visit_policy.visits_a_year(session, day)
    care = _care(session)
    columns = (
        Column(_("Class")), Column(_("Customers"), kind="number"), Column(_("Payment"), weight=2),
        Column(_("Price and reward"), weight=2), Column(_("Visits a year"), kind="number"), Column(_("Care"), weight=2),
        Column(_("Goal, owner, by when"), weight=2),
    )  # fmt: skip
    rows = []
    for grade in _CLASSES:
        policy = policies.get(grade)
        said = policy.values if policy is not None else {}
        price = _("; ").join(each for each in (said.get("price"), said.get("reward")) if each)
        rows.append((_(LABELS[grade]), found.grades.get(grade, 0), said.get("payment"), price or None,
                     visits.get(grade) or None, listed(care[grade]) or None, ""))  # fmt: skip
    return Table(columns, tuple(rows)), Lines(3, _("Measures, owner and date"))


def _care(session: Session) -> dict[str, list[str]]:
    """Occasions on which a class is cared for, by the firm's plans; one without classes holds for all, one for
    tags for none."""
    occasions, festivals = fields_of(CarePlan)["occasion"], fields_of(CarePlan)["festival"]
    found: dict[str, list[str]] = {grade: [] for grade in _CLASSES}
    for plan in care_plans.plans(session):
        grades = [code for code in (plan["grades"] or "").split(",") if code] or _CLASSES
        name = text_of(festivals, plan["festival"]) if plan["festival"] else text_of(occasions, plan["occasion"])
        for grade in () if plan["tagged"] else grades:
            if name not in found.setdefault(grade, []):
                found[grade].append(name)
    return found
