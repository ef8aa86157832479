"""The level of relationship to keep with each customer (C23): the size of its tier, its margin, the customer's own grade."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from app.analysis.figures import NO_BASE, NO_DATA, Figure, undefined
from app.analysis.relationship_level import relationship_level
from app.services.business import chosen, worth
from app.services.business.clients import Analysed, Line
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import left_out


@dataclass(frozen=True, slots=True)
class Level:
    """``level`` 1 to 5 (None where the margin is not known), from the tier, how many ``customers`` it has and the gross
    ``margin`` of all of them; ``raised``: its own grade in the matrices is A, or gold, one step up."""

    level: int | None
    tier: str
    customers: int
    margin: Figure
    raised: bool


def levels(session: Session, period: Period) -> Analysed[Level, Mapping[int, int]]:
    """C23 of every customer that bought in the period, from the top of the pyramid; ``company`` counts them by level."""
    return kept(session, ("levels", period), lambda: _levels(session, period))


def _levels(session: Session, period: Period) -> Analysed[Level, Mapping[int, int]]:
    ranked = worth.pyramid(session, period)
    tiers = {line.client.key: line.row[0] for line in ranked.lines}
    counts, margins = Counter(tiers.values()), _margins(session, period, tiers)
    best = {line.client.key for line in worth.matrices(session, period).lines if line.row[1].grade == "A"}
    best |= {line.client.key for line in ranked.lines if line.client.grade == "gold"}
    rules, lines = chosen.rules(session), []
    for line in ranked.lines:
        tier, raised = line.row[0], line.client.key in best
        margin = margins.get(tier, undefined(NO_DATA))
        level = relationship_level(counts[tier], margin, raised, rules)
        lines.append(Line(line.client, Level(level, tier, counts[tier], margin, raised)))
    of_each = Counter(line.row.level for line in lines if line.row.level is not None)
    return Analysed(tuple(lines), dict(of_each), worth.parameters(period), left_out(session, period))


def _margins(session: Session, period: Period, tiers: Mapping[str, str]) -> dict[str, Figure]:
    """The gross margin of each tier, of its customers whose cost of goods is known."""
    sums: dict[str, list[int]] = {}
    for line in worth.profits(session, period).lines:
        profit = line.row.profit
        if line.client.key in tiers and profit.earned is not None:
            total = sums.setdefault(tiers[line.client.key], [0, 0])
            total[0] += profit.earned
            total[1] += profit.net
    return {tier: Figure(Decimal(top) / base) if base > 0 else undefined(NO_BASE) for tier, (top, base) in sums.items()}
