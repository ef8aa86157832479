"""Complaints of a file of changes that are here: what steps set comes with the steps, the rest by the rules of the form."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.exchange.bundle_plan import BundlePlan
from app.models import Complaint
from app.services import complaint_costs, complaints, records

_REMEDIES, _SUM = "recoveries", "compensation"


def take_lives(session: Session, plan: BundlePlan, changed: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Change these complaints. Where remedies have amounts the compensation is their sum (invariant vi of domain/40 §4.5): what
    the file says of it gives way. ValidationError where a complaint would break a rule."""
    for one_id, values in changed.items():
        priced = complaint_costs.recovery_sum(session, one_id) is not None
        fields = {key: value for key, value in values.items() if not (priced and key == _SUM)}
        if one_id in plan.lived:
            records.update(session, Complaint, one_id, fields, sealed=True)  # taken up again there
        else:
            complaints.amend(session, one_id, fields)
    for one_id in _priced(plan) | changed.keys():
        total = complaint_costs.recovery_sum(session, one_id)
        if total is not None:
            records.update(session, Complaint, one_id, {_SUM: total}, sealed=True)


def _priced(plan: BundlePlan) -> set[UUID]:
    """The complaints whose remedies the file brings."""
    return {values["complaint_id"] for entity, _one_id, values in plan.made if entity == _REMEDIES}
