"""Everything the report on the whole base is made of, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.analysis.concentration import Concentration
from app.analysis.customer_pyramid import Pyramid
from app.analysis.whale_curve import Whale
from app.services import base_counts, grade_moves, visit_performance
from app.services.base_counts import Coverage
from app.services.business import credit, levels, loyalty, money, scores, trends, wallet, worth
from app.services.business.clients import Analysed
from app.services.business.loyalty import Standing
from app.services.business.period import Period, ending
from app.services.business.profit_basis import Basis, basis_of
from app.services.visit_performance import Performance


@dataclass(frozen=True, slots=True)
class Figures:
    """As of the period's last day; analyses as their services return them."""

    period: Period
    total: int
    grades: Mapping[str, int]
    coverage: Coverage
    profits: Analysed[worth.Earned, worth.Company]
    matrices: worth.Matrices
    pyramid: Pyramid
    whale: Whale
    bands: Mapping[str, int]
    levels: Mapping[int, int]
    statuses: Analysed[Any, Mapping[str, int]]
    standing: Standing
    moves: Analysed[grade_moves.Move, grade_moves.Moves]
    concentration: Concentration
    wallets: Analysed[wallet.Share, Any]
    lifetime: Any
    grown: Analysed[trends.Grown, trends.Firm]
    ageing: Analysed[Any, Any]
    days: money.Days
    credit: Analysed[credit.Standing, Mapping[str, int]]
    visits: Performance
    complaints: Mapping[str, int]
    basis: Basis

    @property
    def at_risk(self) -> list[tuple[Any, int | None]]:
        """Lines of customers at risk with what a year with them brings (fen), the most first."""
        earned = {line.client.id: self.basis.of(line.row.profit) for line in self.profits.lines}
        lines = [line for line in self.statuses.lines if line.row.code == "at_risk"]
        return sorted(((line, earned.get(line.client.id)) for line in lines), key=lambda pair: pair[1] or 0, reverse=True)


def figures_of(session: Session, as_of: date) -> Figures:
    """Reads all analyses: seconds for a large base the first time, then at once."""
    period = ending(as_of)
    profits = worth.profits(session, period)
    return Figures(
        period, base_counts.total(session), base_counts.grades(session), base_counts.coverage(session, as_of),
        profits, worth.matrices(session, period), worth.pyramid(session, period).company,
        worth.whale(session, period).company, scores.scores(session, period).company, levels.levels(session, period).company,
        loyalty.statuses(session, as_of), loyalty.standing(session, period), grade_moves.moves(session),
        money.concentration(session, period).company, wallet.wallets(session, period), loyalty.lifetime(session, period).company,
        trends.grown(session, period), money.ageing(session, as_of), money.days_of_sales(session, as_of).company,
        credit.credit(session, period), visit_performance.between(session, period.first, period.last),
        base_counts.complaints_by_grade(session, period.first, period.last), basis_of(line.row.profit for line in profits.lines),
    )  # fmt: skip
