"""The credit score of nine factors and its grade (domain/30 C27, 70 §7.9; 特征分析模型 and 5C)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.figures import NO_DATA, Figure, ratio, undefined

PAYMENT, YEARS, FINANCES, OUTLOOK, REPUTATION = "payment", "years", "finances", "outlook", "reputation"
MARGIN, SECURITY, STRATEGIC, OUTSIDE = "margin", "security", "strategic", "outside"
WEIGHTS: Mapping[str, int] = {
    PAYMENT: 25, YEARS: 10, FINANCES: 15, OUTLOOK: 10, REPUTATION: 10, MARGIN: 10, SECURITY: 10, STRATEGIC: 5, OUTSIDE: 5,
}
MARKS = (5, 3, 1, 0)
BEST_MARK = 5
A, B, C, D = "A", "B", "C", "D"
GRADES = ((Decimal(80), A), (Decimal(65), B), (Decimal(50), C))
TERMS_DAYS: Mapping[str, int] = {A: 60, B: 30, C: 15, D: 0}
"""Days of credit by grade; 0: paid in advance."""
ENOUGH = Decimal("0.60")


@dataclass(frozen=True, slots=True)
class CreditScore:
    """`value` 0…100 and `grade`; both undefined ("" and no_data) where less than 60 % of the weight is answered. `coverage`: the
    answered share of the weight (a fraction). `dishonest`: 失信被执行人, D whatever the points."""

    value: Figure
    grade: str
    coverage: Figure
    provisional: bool
    dishonest: bool


def credit_score(marks: Mapping[str, int | None], dishonest: bool = False, weights: Mapping[str, int] = WEIGHTS) -> CreditScore:
    """Σ weight × mark / 5 over the factors, marks 5, 3, 1, 0 (0 is an answer: "unknown", "none"; None is no answer).

    Unanswered factors leave the sum: points / answered weight × 100, provisional (the rule of C09). A ≥ 80, B ≥ 65, C ≥ 50,
    else D, unrounded. ValueError for another mark.
    """
    given = {key: mark for key in weights if (mark := marks.get(key)) is not None}
    if any(mark not in MARKS for mark in given.values()):
        raise ValueError("A mark is 5, 3, 1 or 0")
    answered, total = sum(weights[key] for key in given), sum(weights.values())
    coverage = ratio(answered, total)
    if coverage.value is None or coverage.value < ENOUGH:
        return CreditScore(undefined(NO_DATA), D if dishonest else "", coverage, True, dishonest)
    points = sum(weights[key] * mark for key, mark in given.items())
    value = Figure(Decimal(points) * 100 / (BEST_MARK * answered))
    return CreditScore(value, D if dishonest else grade_of(value), coverage, answered < total, dishonest)


def grade_of(value: Figure) -> str:
    """The grade of a score of 0…100; "" while it is undefined."""
    if value.value is None:
        return ""
    return next((grade for bound, grade in GRADES if value.value >= bound), D)


def payment_mark(on_time: Figure) -> int | None:
    """On-time share by amount (a fraction): from 95 % 5, from 80 % 3, from 60 % 1, below 0; None where nothing was due."""
    return _mark(on_time, "0.95", "0.80", "0.60")


def years_mark(days: int | None) -> int | None:
    """Years of dealings, from days: three years 5, one year 3, less 1; none yet (new) 0."""
    if days is None:
        return None
    return 5 if days >= 3 * 365 else 3 if days >= 365 else 1 if days > 0 else 0


def margin_mark(margin: Figure) -> int | None:
    """Profit margin of the dealings (a fraction): from 30 % 5, from 15 % 3, from 5 % 1, below 0."""
    return _mark(margin, "0.30", "0.15", "0.05")


def _mark(figure: Figure, *bounds: str) -> int | None:
    value = figure.value
    if value is None:
        return None
    return next((mark for bound, mark in zip(bounds, MARKS[:-1], strict=True) if value >= Decimal(bound)), 0)
