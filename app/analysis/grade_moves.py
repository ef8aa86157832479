"""Which way a customer moved between two grades of one system (domain/30 C06 to C09, C22)."""

from __future__ import annotations

from collections.abc import Mapping

UP, DOWN, SAME, NEW, GONE = "up", "down", "same", "new", "gone"
ORDERS: Mapping[str, tuple[str, ...]] = {
    "main": ("gold", "silver", "ordinary", "watch", "never"),
    "band": ("gold", "silver", "ordinary", "watch"),
    "abc": ("A", "B", "C"),
    "tier": ("vip", "major", "common", "minor"),
    "pareto": ("A", "B", "C"),
    "status": ("active", "recovered", "new", "at_risk", "lost", "prospect", "never"),
}
"""The grades of each system, the best first."""


def direction(field: str, before: str, after: str) -> str:
    """up, down, same; new without a grade before ("" is none), gone without one after, same without either. A grade that the
    system does not know ranks last. KeyError for an unknown system is a bug."""
    if before == after:
        return SAME
    if not before or not after:
        return GONE if before else NEW
    first, second = _place(field, before), _place(field, after)
    return SAME if first == second else UP if second < first else DOWN


def _place(field: str, grade: str) -> int:
    order = ORDERS[field]
    return order.index(grade) if grade in order else len(order)
