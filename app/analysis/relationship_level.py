"""The level of relationship to keep, and the enterprise strategy map (domain/30 C23, C23b; Kotler; Peppers & Rogers)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_DATA, Figure, ratio, undefined

BASIC, REACTIVE, ACCOUNTABLE, PROACTIVE, PARTNERSHIP = 1, 2, 3, 4, 5
MASS, NICHE, DATABASE, ONE_TO_ONE = "mass", "niche", "database", "one_to_one"
QUESTIONS = 5
_MIDDLE = Decimal(5)
_LEVELS = {
    ("few", "high"): PARTNERSHIP, ("few", "medium"): PROACTIVE, ("few", "low"): ACCOUNTABLE,
    ("medium", "high"): PROACTIVE, ("medium", "medium"): ACCOUNTABLE, ("medium", "low"): REACTIVE,
    ("many", "high"): ACCOUNTABLE, ("many", "medium"): REACTIVE, ("many", "low"): BASIC,
}


@dataclass(frozen=True, slots=True)
class LevelRules:
    """Few customers up to `few`, many above `medium`; the margin is high and medium from these fractions on."""

    few: int = 20
    medium: int = 100
    high_margin: Decimal = Decimal("0.30")
    medium_margin: Decimal = Decimal("0.15")


@dataclass(frozen=True, slots=True)
class StrategyPlace:
    """A point on the map: the two means (0…10) and the quadrant, "" while one of them is undefined."""

    interaction: Figure
    tailoring: Figure
    quadrant: str


USUAL = LevelRules()


def relationship_level(customers: int, margin: Figure, raised: bool = False, rules: LevelRules = USUAL) -> int | None:
    """C23 of a segment: 1 basic, 2 reactive, 3 accountable, 4 proactive, 5 partnership.

    few/medium/many customers × margin high/medium/low; "basic or reactive" is basic (domain/05). `raised`: the customer's own
    grade is A or gold, one step up, at most 5. None where the margin is undefined or the segment is empty.
    """
    if margin.value is None or customers <= 0:
        return None
    size = "few" if customers <= rules.few else "medium" if customers <= rules.medium else "many"
    profit = "high" if margin.value >= rules.high_margin else "medium" if margin.value >= rules.medium_margin else "low"
    return min(_LEVELS[size, profit] + raised, PARTNERSHIP)


def strategy_place(interaction: Sequence[int | None], tailoring: Sequence[int | None]) -> StrategyPlace:
    """C23b: the mean of five answers of 0…10 each; unanswered ones are left out, none at all is no_data. The cut is 5, equal is
    high: mass marketing, niche (tailoring only), database (interaction only), one to one. ValueError outside 0…10."""
    means = _mean(interaction), _mean(tailoring)
    if means[0].value is None or means[1].value is None:
        return StrategyPlace(*means, "")
    quadrants = {(False, False): MASS, (False, True): NICHE, (True, False): DATABASE, (True, True): ONE_TO_ONE}
    return StrategyPlace(*means, quadrants[means[0].value >= _MIDDLE, means[1].value >= _MIDDLE])


def _mean(answers: Sequence[int | None]) -> Figure:
    given = [answer for answer in answers if answer is not None]
    if len(answers) > QUESTIONS or not all(0 <= answer <= 10 for answer in given):
        raise ValueError("Five answers of 0 to 10")
    return ratio(sum(given), len(given)) if given else undefined(NO_DATA)
