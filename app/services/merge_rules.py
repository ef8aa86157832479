"""What merging means beyond fields and links for one kind of record: people keep their former post, the walk-in stays."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.names import goes_with
from app.errors import ValidationError
from app.i18n import N_
from app.models import Contact, Customer, Entity
from app.models.employment import Employment
from app.services import records
from app.services.complaint_people import WALK_IN_CODE

Values = Mapping[str, Any]
_NEVER = "never"
_NEVER_GOES = N_("“{name}” is never served: keep that record, and merge the other one into it.")
STAYS = frozenset({"has_left"})
"""Fields that stay as the kept record has them unless somebody chooses: that one file says "has left" ends no other post."""

FOLLOWS = {"surname": "name"}
"""Fields that are part of another one: where the two records differ in that, they come from the record whose value stays."""


def before(session: Session, entity: type[Entity], mine: Values, theirs: Values) -> None:
    """Refuse what must not be merged. Raises ValidationError."""
    if entity is Customer and WALK_IN_CODE in (mine["code"], theirs["code"]):
        raise ValidationError(N_("The walk-in customer stands for many people and is not merged."))
    if entity is Customer:
        _require_kept(mine, theirs)
        _drop_grades(session, theirs)


def _require_kept(mine: Values, theirs: Values) -> None:
    """Who is never served stays so: what was approved for one of them must not end by a merge (F-12)."""
    if _NEVER in (theirs["grade"], theirs["status"]) and _NEVER not in (mine["grade"], mine["status"]):
        raise ValidationError(_NEVER_GOES, name=theirs["short_name"] or theirs["name"])


def _drop_grades(session: Session, theirs: Values) -> None:
    """Of one grading a customer has one grade: that of the record that stays."""
    from app.models.grading import Grade as g  # noqa: N813 - few merges need it

    mine = sa.select(g.id).where(g.customer_id == theirs["id"], g.deleted_at.is_(None))
    if found := session.scalars(mine).all():
        records.delete(session, g, found)


def is_decided(key: str, mine: Values, theirs: Values) -> bool:
    """Whether a field goes with another one that differs, so that there is nothing of its own to choose."""
    return key in FOLLOWS and FOLLOWS[key] in mine and mine[FOLLOWS[key]] != theirs[FOLLOWS[key]]


def settled(mine: Values, theirs: Values, values: Values) -> dict[str, Any]:
    """The values with those that go with others as they stand then."""
    found = dict(values)
    for key in ("grade", "status") if _NEVER in (mine.get("grade"), mine.get("status")) else ():
        found[key] = mine[key]
    for key in FOLLOWS.keys() & values.keys():
        if is_decided(key, mine, theirs):
            found[key] = (theirs if values[FOLLOWS[key]] == theirs[FOLLOWS[key]] else mine)[key]
        if found[key] and not goes_with(found[FOLLOWS[key]], found[key]):
            found[key] = None
    return found


def standing(entity: type[Entity], values: Values) -> int:
    """Which kind of record rather stays, before anything is counted: a prospect is taken in by a customer."""
    return -1 if entity is Customer and values["status"] == "prospect" else 0


def after(session: Session, entity: type[Entity], mine: Values, theirs: Values, values: Values) -> None:
    """Bring in order what fields and links alone don't say."""
    if entity is Customer:
        from app.services import receipts  # few merges need it

        receipts.spread(session, mine["id"])
    if entity is Contact and mine["customer_id"] != theirs["customer_id"]:
        _keep_post(session, mine, theirs if values["customer_id"] == mine["customer_id"] else mine)
        _within_one_customer(session, mine, values)


def _keep_post(session: Session, kept: Values, former: Values) -> None:
    """Two files of one person at two firms: the post that is not the present one becomes a former post."""
    employer = records.titles(session, Customer, [former["customer_id"]]).get(former["customer_id"], "")
    post = {key: former[key] for key in ("customer_id", "title", "department")}
    since = {"since": former["in_post_since"]}
    records.create(session, Employment, {"contact_id": kept["id"], "employer": employer or "—", **post, **since})


def _within_one_customer(session: Session, kept: Values, values: Values) -> None:
    """Reporting lines stay within one customer (contacts.save says so too)."""
    record = session.get_one(Contact, kept["id"])
    above = session.get(Contact, record.reports_to_id) if record.reports_to_id else None
    if above is not None and above.customer_id != record.customer_id:
        record.reports_to_id = None
    for below in session.scalars(sa.select(Contact).where(Contact.reports_to_id == kept["id"])):
        if below.customer_id != record.customer_id:
            below.reports_to_id = None
    session.flush()
