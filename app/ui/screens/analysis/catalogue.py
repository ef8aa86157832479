"""The analyses: what each answers, what it can be asked, how it is made and explained. One line here makes a new one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.i18n import N_
from app.services.business import why
from app.ui.screens.analysis import credit, goods, loyalty, money, moved, potential, supposed, worth
from app.ui.screens.analysis.numbers import Number
from app.ui.screens.analysis.shown import Shown, Wanted

Choices = tuple[tuple[str, str], ...]
"""(code, msgid) of what can be chosen, the usual one first."""

BASIS: Choices = (("sales", N_("By net sales")), ("gross", N_("By gross profit")), ("profit", N_("By profit")))


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis. ``span``: a period in months ("period"), a day alone ("day"), months of sales ("window"), or two gradings
    ("gradings"); ``needs``: what it rests on, orders, invoices or gradings; ``numbers``: what else is typed."""

    key: str
    title: str
    question: str
    group: str
    make: Callable[[Any, Wanted], Shown]
    span: str = "period"
    modes: Choices = ()
    basis: bool = False
    numbers: tuple[Number, ...] = ()
    why: Callable[[Any, Any], list[str]] | None = None
    needs: str = "orders"


_FIRM = ("firm", N_("As in the settings"))
_GRADES, _PROFIT = N_("Grades"), N_("Profit")
_POTENTIAL = N_("Growth and potential")
_LOYALTY, _MONEY = N_("Loyalty"), N_("Receivables")

ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        "matrices", N_("ABC matrices"), N_("Who is large, growing and profitable at once?"), _GRADES, worth.matrices,
        modes=(("company", N_("Against the firm")), ("median", N_("Against the median"))), why=why.by_matrices,
    ),
    Analysis(
        "pyramid", N_("Customer pyramid"), N_("How few customers bring how much of the profit?"), _GRADES, worth.pyramid,
        modes=(_FIRM, ("cumulative", N_("Top 1, 5, 20 percent")), ("layered", N_("Layers of 1, 5, 20 percent")),
               ("profit", N_("By profit: platinum to lead"))),
        basis=True, why=why.by_tier,
    ),
    Analysis(
        "pareto", N_("ABC by share"), N_("Which customers make up 80 percent?"), _GRADES, worth.pareto,
        modes=(_FIRM, ("before", N_("80 and 95 percent")), ("within", N_("55 and 85 percent"))), basis=True, why=why.by_share,
    ),
    Analysis(
        "score", N_("Scorecard"), N_("Who is gold, silver, ordinary, to be watched?"), _GRADES, worth.scorecard,
        why=why.by_score,
    ),
    Analysis(
        "movement", N_("Movement of grades"), N_("Who moved from which grade to which?"), _GRADES, moved.movement,
        span="gradings", modes=moved.FIELDS, why=moved.by_move, needs="gradings",
    ),
    Analysis("profit", N_("Customer profit"), N_("What is left of each customer's sales?"), _PROFIT, worth.profit),
    Analysis("whale", N_("Whale curve"), N_("Who earns the profit, and who eats it up?"), _PROFIT, worth.whale),
    Analysis("concentration", N_("Concentration"), N_("How much hangs on few customers?"), _PROFIT, worth.concentration),
    Analysis(
        "products", N_("Product × customer"), N_("Which product earns with whom, and what to offer next?"), _PROFIT, goods.matrix,
        modes=goods.WAYS, why=goods.by_product,
    ),
    Analysis("growth", N_("Growth"), N_("Who buys more, who less?"), _POTENTIAL, potential.growth, why=potential.by_growth),
    Analysis("wallet", N_("Share of wallet"), N_("What do customers still buy elsewhere?"), _POTENTIAL, potential.wallets,
             why=potential.by_wallet),
    Analysis("level", N_("Relationship level"), N_("How much relationship is each customer worth?"), _POTENTIAL,
             potential.relations, why=why.by_level),
    Analysis("winning", N_("Winning customers"), N_("What does a new customer cost, and when is it paid back?"), _POTENTIAL,
             potential.won, why=potential.by_winning, numbers=potential.HANDLING),
    Analysis("clv", N_("Lifetime value"), N_("What is a customer worth over the years?"), _LOYALTY, loyalty.lifetime,
             span="day", why=why.by_lifetime),
    Analysis(
        "rfm", N_("RFM"), N_("Who bought lately, often, much?"), _LOYALTY, loyalty.rfm,
        modes=(("fixed", N_("Fixed steps")), ("quintile", N_("Fifths")), ("published", N_("As the rfm package"))),
        why=why.by_rfm,
    ),
    Analysis("status", N_("Status and churn"), N_("Who is active, at risk, lost?"), _LOYALTY, loyalty.statuses,
             why=why.by_orders),
    Analysis(
        "what_if", N_("What if more stayed"), N_("What would better retention be worth?"), _LOYALTY, supposed.what_if_retained,
        span="day", numbers=supposed.ASKED,
    ),
    Analysis("dso", N_("Days of sales"), N_("How long until a sale is money?"), _MONEY, money.days_of_sales, span="window",
             modes=money.WAYS, needs="invoices"),
    Analysis("ageing", N_("Ageing"), N_("What is open, and how late?"), _MONEY, money.ageing, span="day", modes=money.AGES,
             needs="invoices"),
    Analysis("collection", N_("Collection"), N_("How much came in of what was due?"), _MONEY, money.collection, needs="invoices",
             why=money.by_collection),
    Analysis("credit", N_("Credit limits"), N_("Who gets how much credit, and whose supply is held?"), _MONEY, credit.credit,
             why=credit.by_credit),
)  # fmt: skip


def analysis(key: str) -> Analysis:
    """The analysis with this key; StopIteration for an unknown one is a bug."""
    return next(each for each in ANALYSES if each.key == key)


_PAPERS = {"score": "ranking", "pyramid": "segments", "profit": "profit", "whale": "profit", "products": "profit",
           "dso": "receivables", "ageing": "receivables", "collection": "receivables", "credit": "receivables"}


def paper_of(one: Analysis) -> str:
    """The report that says on paper what an analysis shows; those without one of their own stand in that of the whole base."""
    return _PAPERS.get(one.key, "customers")
