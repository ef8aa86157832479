"""The people who decide at a customer: coverage, support, and what should worry us (domain/20 F-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.analysis.figures import NO_DATA, Figure, ratio, undefined

DECIDER, APPROVER = "decider", "approver"

NO_DECIDER, DECIDER_NOT_CONTACTED, APPROVER_NOT_CONTACTED, WEIGHTS_NOT_100 = (
    "no_decider", "decider_not_contacted", "approver_not_contacted", "weights_not_100",
)


@dataclass(frozen=True, slots=True)
class Node:
    """One person in the chain. `weight` 0–100 (None counts as 0), `attitude` -2…+2 or None for unknown."""

    id: str
    roles: tuple[str, ...] = ()
    weight: int | None = None
    attitude: int | None = None
    last_contact: date | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A reason to look at the chain; `node` is the person meant, None where it's the chain itself."""

    reason: str
    node: str | None = None


@dataclass(frozen=True, slots=True)
class ChainView:
    """Coverage 0…1, support −1…1, and the alerts in a fixed order."""

    coverage: Figure
    support: Figure
    alerts: tuple[Alert, ...]


def chain_view(nodes: Sequence[Node], today: date, days: int = 90) -> ChainView:
    """Everything the people tab says about the chain."""
    return ChainView(coverage(nodes, today, days), support(nodes), alerts(nodes, today, days))


def contacted(node: Node, today: date, days: int = 90) -> bool:
    """Whether the last contact is at most so many days ago."""
    return node.last_contact is not None and (today - node.last_contact).days <= days


def coverage(nodes: Sequence[Node], today: date, days: int = 90) -> Figure:
    """Share of the weight held by people contacted within `days`; no_data without weights."""
    total = sum(node.weight or 0 for node in nodes)
    reached = sum(node.weight or 0 for node in nodes if contacted(node, today, days))
    return ratio(reached, total) if total else undefined(NO_DATA)


def support(nodes: Sequence[Node]) -> Figure:
    """Σ weight × attitude / (2 × Σ weight) over the people whose attitude is known; no_data where nobody's is."""
    known = [(node.weight or 0, node.attitude) for node in nodes if node.attitude is not None]
    total = sum(weight for weight, _ in known)
    return ratio(sum(weight * attitude for weight, attitude in known), 2 * total) if total else undefined(NO_DATA)


def to_hundred(weights: Sequence[int]) -> list[int]:
    """The same shares in whole numbers that add up to 100, by largest remainder (the earlier one first where equal).
    Without any weight above 0, equal shares."""
    if not weights:
        return []
    given = [max(weight, 0) for weight in weights]
    base = given if sum(given) else [1] * len(given)
    shares = [divmod(100 * weight, sum(base)) for weight in base]
    missing = 100 - sum(whole for whole, _rest in shares)
    first = sorted(range(len(shares)), key=lambda place: (-shares[place][1], place))[:missing]
    return [whole + (place in first) for place, (whole, _rest) in enumerate(shares)]


def alerts(nodes: Sequence[Node], today: date, days: int = 90) -> tuple[Alert, ...]:
    """No decider at all, a decider or approver without contact for `days`, weights that don't add up to 100."""
    if not nodes:
        return ()
    found = [] if any(DECIDER in node.roles for node in nodes) else [Alert(NO_DECIDER)]
    for role, reason in ((DECIDER, DECIDER_NOT_CONTACTED), (APPROVER, APPROVER_NOT_CONTACTED)):
        found += [Alert(reason, node.id) for node in nodes if role in node.roles and not contacted(node, today, days)]
    weights = [node.weight for node in nodes if node.weight is not None]
    if weights and sum(weights) != 100:
        found.append(Alert(WEIGHTS_NOT_100))
    return tuple(found)
