"""The parameters of analyses and grades as they are set: checked together, and each change a new version of them, which gradings
name (domain/00 G6)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from app.errors import ValidationError
from app.i18n import N_
from app.services import settings
from app.services.defaults import DEFAULTS
from app.services.grading import SYSTEMS

EDITION = "analysis.edition"
KEYS = (
    "grade.main", "analysis.weights", "analysis.bands", "analysis.pareto", "analysis.pyramid", "analysis.rfm", "analysis.levels",
    "analysis.hourly", "analysis.interest", "analysis.discount", "analysis.tier_days",
)  # fmt: skip
USUAL: Mapping[str, Any] = {key: DEFAULTS[key] for key in KEYS}
"""What they are before anybody changes them."""
LEAST_DAYS, MOST_DAYS = 15, 365


def stored(session: Session) -> dict[str, Any]:
    """All of them as they are in force, with the version (``analysis.edition``)."""
    found = settings.all_values(session)
    return {key: found[key] for key in (*KEYS, EDITION)}


def save(session: Session, values: Mapping[str, Any]) -> int:
    """Store what changed of ``KEYS`` and count the version up by one; the version in force. ValidationError with the setting as
    its field where something can't be."""
    for key, check in _CHECKS.items():
        if key in values and (sentence := check(values[key])):
            raise ValidationError(sentence, field=key)
    before = stored(session)
    changed = {key: value for key, value in values.items() if key in KEYS and value != before[key]}
    for key, value in changed.items():
        settings.change(session, key, value)
    edition = int(before[EDITION]) + bool(changed)
    if changed:
        settings.change(session, EDITION, edition)
    return edition


def _weights(value: Mapping[str, int]) -> str:
    fine = all(0 <= each <= 100 for each in value.values()) and sum(value.values()) > 0
    return "" if fine else N_("At least one criterion of the scorecard must count.")


def _bands(value: Mapping[str, int]) -> str:
    ends = [value["gold"], value["silver"], value["ordinary"]]
    return "" if _falls(ends) and ends[0] <= 100 and ends[-1] > 0 else N_("Gold begins above silver, silver above ordinary.")


def _pareto(value: Sequence[int]) -> str:
    return "" if 0 < value[0] <= value[1] <= 100 else N_("A ends before B, and B at 100 percent at the latest.")


def _pyramid(value: Sequence[int]) -> str:
    fine = value[0] > 0 and value[-1] < 100 and _falls(list(reversed(value)))
    return "" if fine else N_("Each tier of the pyramid ends below the one above it, before 100 percent.")


def _rfm(value: Mapping[str, Sequence[int]]) -> str:
    fine = _falls(list(reversed(value["days"]))) and _falls(value["orders"]) and _falls(value["sales"])
    low = min(value["days"][0], value["orders"][-1], value["sales"][-1])
    return "" if fine and low > 0 else N_("Steps of RFM: days rise from 5 to 2, orders and sales fall.")


def _levels(value: Mapping[str, int]) -> str:
    fine = 0 < value["few"] < value["medium"] and 0 < value["middle"] < value["high"] < 100
    return "" if fine else N_("Few customers are less than many, and a middling margin is below a high one.")


def _rate(value: str) -> str:
    return "" if 0 <= Decimal(value) < 1 else N_("A rate lies between 0 and 100 percent.")


def _discount(value: str) -> str:
    return "" if 0 < Decimal(value) < 1 else N_("The discount lies above 0 and below 100 percent.")


def _days(value: int) -> str:
    return "" if LEAST_DAYS <= value <= MOST_DAYS else N_("Expected days between orders lie between 15 and 365.")


def _hourly(value: int) -> str:
    return "" if value >= 0 else N_("An amount is not below 0.")


def _main(value: str) -> str:
    return "" if value in SYSTEMS else N_("There is no such system of grades.")


def _falls(values: Sequence[int]) -> bool:
    return all(first > second for first, second in pairwise(values))


_CHECKS: Mapping[str, Any] = {
    "grade.main": _main, "analysis.weights": _weights, "analysis.bands": _bands, "analysis.pareto": _pareto,
    "analysis.pyramid": _pyramid, "analysis.rfm": _rfm, "analysis.levels": _levels, "analysis.hourly": _hourly,
    "analysis.interest": _rate, "analysis.discount": _discount, "analysis.tier_days": _days,
}  # fmt: skip
