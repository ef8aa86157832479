"""What the window needs to show one improvement, in one reading; and how many are late, for the badge in the rail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.models.improvement import Improvement
from app.services import improvements, records
from app.services.asked import Asked
from app.services.improvement_lines import ImprovementLine


@dataclass(frozen=True, slots=True)
class ImprovementView:
    """An improvement's values, the names behind its links, how it reads in lists (None: in the recycle bin), its complaints."""

    values: dict[str, Any]
    titles: dict[str, str]
    line: ImprovementLine | None
    cases: tuple[UUID, ...]

    @property
    def binned(self) -> bool:
        """Whether it is in the recycle bin."""
        return self.line is None


def improvement_view(session: Session, improvement_id: UUID) -> ImprovementView:
    """One improvement; ConflictError when there is none."""
    values = records.get(session, Improvement, improvement_id)
    line, cases = improvements.one(session, improvement_id), improvements.cases_of(session, improvement_id)
    return ImprovementView(values, records.link_titles(session, Improvement, values), line, cases)


def asked(session: Session, improvement_id: UUID, code: str) -> Asked:
    """What the panel of a move shows first."""
    values = improvements.proposal(session, improvement_id, code).values
    version = records.get(session, Improvement, improvement_id)["row_version"]
    return Asked(values, records.link_titles(session, Improvement, values), version)


def begun(session: Session, complaint_ids: Sequence[UUID]) -> Asked:
    """What a new improvement for these complaints begins with."""
    values = improvements.prefilled(session, complaint_ids)
    return Asked(values, records.link_titles(session, Improvement, values))


def count_late(session: Session) -> int:
    """How many open ones are late."""
    return sum(line.overdue for line in improvements.due(session))
