"""One assessment of a customer's credit as a whole: marks give score and grade, the grade's policy the limit (domain/30 C27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.analysis import credit_limit, credit_score
from app.analysis.credit_score import CreditScore
from app.analysis.figures import NOT_APPLICABLE, Figure, undefined


@dataclass(frozen=True, slots=True)
class Policy:
    """What a grade gets: days to pay, the factor of its limit (0: paid in advance), the most its limit may be in cents."""

    terms_days: int
    factor: Decimal
    cap: int | None = None


USUAL: Mapping[str, Policy] = {
    grade: Policy(days, credit_limit.FACTORS[grade]) for grade, days in credit_score.TERMS_DAYS.items()
}
"""The policies of a firm that has none of its own (70 §7.9)."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """``policy`` is None while there is no grade; ``terms_days`` are those asked for, else the policy's."""

    score: CreditScore
    policy: Policy | None
    terms_days: int | None
    limit: Figure

    @property
    def grade(self) -> str:
        """A to D, "" while the score is undefined."""
        return self.score.grade


def assess(
    marks: Mapping[str, int | None], dishonest: bool, days: int | None, purchases: Figure, policies: Mapping[str, Policy] = USUAL
) -> Assessment:
    """Score, grade and limit by the rule. ``days``: terms asked for, None for those of the policy; ``purchases`` a month with
    tax in cents. Without a grade the limit is not applicable."""
    score = credit_score.credit_score(marks, dishonest)
    policy = policies.get(score.grade)
    terms = days if days is not None else policy.terms_days if policy is not None else None
    return Assessment(score, policy, terms, limit_of(purchases, terms, score.grade, policy))


def limit_of(purchases: Figure, days: int | None, grade: str, policy: Policy | None) -> Figure:
    """The limit of a grade by its policy."""
    if policy is None or days is None:
        return undefined(NOT_APPLICABLE)
    return credit_limit.credit_limit(purchases, days, grade, policy.cap, {grade: policy.factor})


def points(key: str, mark: int) -> Decimal:
    """What a mark of a factor counts of its weight: weight × mark / 5."""
    return Decimal(credit_score.WEIGHTS[key] * mark) / credit_score.BEST_MARK
