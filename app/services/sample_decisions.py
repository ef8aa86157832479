"""What the sample company decided about its customers: credit, policies, a plan over three years, what it wants with them,
whom it reminds, and what they were graded at the end of the last two months."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from app.formats import today
from app.i18n import use_language
from app.models import Customer
from app.models.account_plan import DevelopmentPlan, PlanActivity, PlanYear, PortfolioDecision
from app.models.credit import CreditFile
from app.models.receivable import Dunning
from app.services import credit_files, customer_policies, grading, receipts, records
from app.services.business.period import months_before
from app.services.sample_business import Trade
from app.services.sample_tools import Sampler, keep

_STRATEGY = {
    "approach": ("从设备部切入，先做检修备件，再谈年度框架", "In by the maintenance department: spare parts, then a frame"),
    "winning": ("以交期和现场服务取胜，不打价格战", "Win by delivery and service on site, not by price"),
    "control": ("每季度对账和复盘，合同由法务审核", "Accounts and review each quarter; contracts go through legal"),
    "long_term": ("联合开发耐腐蚀阀门，签三年协议", "Develop a corrosion-proof valve together; an agreement over three years"),
}  # fmt: skip
_ACTIVITIES = (
    (0, "promotion", ("新产品技术交流会", "Talk on the new products"), 1_500_000, None, True),
    (0, "training", ("阀门选型与维护培训", "Training: choosing and keeping valves"), 600_000, 2, True),
    (1, "promotion", ("参观示范工厂", "Visit to the model works"), 2_000_000, None, False),
    (1, "training", ("维修班组现场培训", "Training of the repair crews"), 800_000, 3, False),
)
_WANTED = (("raise", ("采购量大，份额还能提高", "Buys much: our share of it can grow")),
           ("keep", ("合作稳定", "Steady business")),
           ("control", ("回款变慢，先控制账期", "Pays later and later: keep the terms short")),
           ("exit", ("连续两年亏损，服务费过高", "Two years of losses, service costs too much")))  # fmt: skip
_SAID = ("财务答应月底前安排付款", "Accounts will pay before the month is over")


def make_decisions(sampler: Sampler, trades: Sequence[Trade], colleagues: dict[str, UUID]) -> None:
    """All of it; the gradings come last and are written to the customers."""
    best = [trade for trade in trades if trade.client.grade == "gold"]
    with use_language(sampler.language):
        customer_policies.install_usual(sampler.session)
    _credit(sampler, best[:2], colleagues)
    _plan(sampler, best[0], colleagues)
    _portfolio(sampler, [best[0], best[1], *_slow(trades)[:1], *[trade for trade in trades if trade.costly][:1]], colleagues)
    _dunning(sampler, _slow(trades)[:3], colleagues)
    for back in (2, 1):
        day = months_before(sampler.today.replace(day=1), back - 1) - timedelta(days=1)
        grading.grade_all(sampler.session, min(day, today()), True)


def _slow(trades: Sequence[Trade]) -> list[Trade]:
    return [trade for trade in trades if trade.habit == "late" and not trade.stopped]


def _credit(sampler: Sampler, trades: Sequence[Trade], colleagues: dict[str, UUID]) -> None:
    """One limit approved, one applied for."""
    marks = {"finances": "5", "outlook": "3", "reputation": "5", "security": "3", "strategic": "5", "outside": "5"}
    for place, trade in enumerate(trades):
        given = {**marks, "assessed_on": min(sampler.today - timedelta(days=20), today())}
        file = credit_files.open_file(sampler.session, trade.client.id, given)
        row = records.get(sampler.session, CreditFile, file)
        limit = row["computed_limit"]
        wished = {"wished_limit": limit, "wished_days": 60, "state": "applied", "applicant_id": trade.client.owner}
        approved = {
            "state": "approved", "approved_limit": limit, "approved_days": 60, "approver_id": colleagues["boss"],
            "approved_on": sampler.today - timedelta(days=15), "valid_until": sampler.today + timedelta(days=349),
        }  # fmt: skip
        records.update(sampler.session, CreditFile, file, wished | (approved if place == 0 else {}))
        if place == 0:
            said = {"credit_limit": limit, "terms_days": 60, "credit_grade": row["grade"]}
            records.update(sampler.session, Customer, trade.client.id, said)


def _plan(sampler: Sampler, trade: Trade, colleagues: dict[str, UUID]) -> None:
    year, key = sampler.today.year, sampler.key()
    words = {name: sampler.text(pair) for name, pair in _STRATEGY.items()}
    keep(sampler, DevelopmentPlan, [{
        "id": key, "customer_id": trade.client.id, "first_year": year, "owner_id": colleagues["head"],
        "approver_id": colleagues["boss"], "approved_on": sampler.workday_before(sampler.today - timedelta(days=200)), **words,
    }])  # fmt: skip
    keep(sampler, PlanYear, [
        {"id": sampler.key(), "plan_id": key, "year": year + place, "volume": 60_000_000 * share // 100,
         "expense": 3_600_000 * share // 100, "profit": 14_000_000 * share // 100}
        for place, share in enumerate((100, 115, 130))
    ])  # fmt: skip
    keep(sampler, PlanActivity, [
        {"id": sampler.key(), "plan_id": key, "year": year + later, "kind": kind, "name": sampler.text(name), "budget": budget,
         "man_days": None if days is None else Decimal(days),
         **({"spent": budget * 9 // 10, "done_on": sampler.workdays_ago(90)} if done else {})}
        for later, kind, name, budget, days, done in _ACTIVITIES
    ])  # fmt: skip


def _portfolio(sampler: Sampler, trades: Sequence[Trade], colleagues: dict[str, UUID]) -> None:
    keep(sampler, PortfolioDecision, [
        {"id": sampler.key(), "customer_id": trade.client.id, "decision": decision, "reason": sampler.text(reason),
         "decided_on": sampler.workdays_ago(40), "decided_by_id": colleagues["boss"],
         "review_on": sampler.workday(sampler.today + timedelta(days=140))}
        for trade, (decision, reason) in zip(trades, _WANTED, strict=False)
    ])  # fmt: skip


def _dunning(sampler: Sampler, trades: Sequence[Trade], colleagues: dict[str, UUID]) -> None:
    """Those that pay late were called; one promise is over, one due today, one ahead."""
    rows = []
    for trade, ahead in zip(trades, (-4, 0, 9), strict=False):
        owed = [one for one in receipts.open_items(sampler.session, trade.client.id) if one.due < sampler.today]
        if owed:
            rows.append({
                "id": sampler.key(), "customer_id": trade.client.id, "step": "call", "method": "phone",
                "done_on": sampler.workdays_ago(8), "done_by_id": colleagues["head"], "amount": sum(one.open for one in owed),
                "words": sampler.text(_SAID), "promised": sum(one.open for one in owed),
                "promised_on": sampler.workday(sampler.today + timedelta(days=ahead)),
            })  # fmt: skip
    keep(sampler, Dunning, rows)
