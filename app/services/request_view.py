"""What the window needs to show one service request, in one reading; what is due, for Today and the badge in the rail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis import request_states as states
from app.models.request import ServiceRequest
from app.models.types import now_utc
from app.services import records, requests
from app.services.asked import Asked


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request's values and the names behind its links; ``binned`` when it is in the recycle bin."""

    values: dict[str, Any]
    titles: dict[str, str]
    binned: bool


def request_view(session: Session, request_id: UUID) -> RequestView:
    """One request; ConflictError when there is none."""
    values = records.get(session, ServiceRequest, request_id)
    return RequestView(values, records.link_titles(session, ServiceRequest, values), values["deleted_at"] is not None)


def asked(session: Session, request_id: UUID, code: str) -> Asked:
    """What the panel of a move shows first."""
    values = requests.proposal(session, request_id, code)
    version = records.get(session, ServiceRequest, request_id)["row_version"]
    return Asked(values, records.link_titles(session, ServiceRequest, values), version)


def known(session: Session, values: Mapping[str, Any]) -> dict[str, str]:
    """The names behind the links a new request begins with."""
    return records.link_titles(session, ServiceRequest, dict(values))


def late_filter(moment: datetime) -> list[sa.ColumnElement[bool]]:
    """Requests whose next deadline passed before the moment, answered from the indexes of deadlines and states."""
    return due_within(datetime(1900, 1, 1, tzinfo=moment.tzinfo), moment)


def due_within(since: datetime, until: datetime) -> list[sa.ColumnElement[bool]]:
    """Requests whose next deadline lies in a span."""
    request = ServiceRequest
    answer = request.state.in_(sorted(states.UNANSWERED)) & request.respond_due.is_not(None)
    arrive = (request.state == states.WORKING) | (request.state.in_(sorted(states.UNANSWERED)) & request.respond_due.is_(None))
    return [
        request.deleted_at.is_(None),
        request.state.in_(sorted(states.OPEN)),
        (answer & (request.respond_due >= since) & (request.respond_due < until))
        | (arrive & (request.arrive_due >= since) & (request.arrive_due < until)),
    ]


def count_late(session: Session) -> int:
    """How many open requests are late."""
    counted = sa.select(sa.func.count()).select_from(ServiceRequest).where(*late_filter(now_utc()))
    return int(session.scalar(counted) or 0)
