"""Who has left, and since when: why somebody is not offered any more."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.formats import day_text, local
from app.i18n import gettext_text as _
from app.models.session import logged
from app.services import ranking
from app.services.lists import Filter, ListQuery

STAYS = Filter("has_left", "in", (False,))
"""Only those who are still there are offered."""
_GONE = Filter("has_left", "in", (True,))
_HISTORY = 200


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who has left; ``day`` is when that was noted, None where it was from the beginning."""

    name: str
    day: date | None

    @property
    def sentence(self) -> str:
        """Why nobody of that name can be chosen."""
        if self.day is None:
            return _("{name} has left. Choose somebody who is still there, or empty the field.").format(name=self.name)
        words = _("{name} has left (noted on {day}). Choose somebody who is still there, or empty the field.")
        return words.format(name=self.name, day=day_text(self.day))


def likeliest(session: Session, query: ListQuery) -> Leaver | None:
    """Who is meant by the text of a query that offers only those who stay; None where nobody who left is called so."""
    gone = replace(query, filters=(*(each for each in query.filters if each != STAYS), _GONE))
    found = ranking.best(session, gone, 1)
    return Leaver(found[0].texts[0], _noted_on(session, found[0].id)) if found else None


def _noted_on(session: Session, record_id: UUID) -> date | None:
    for entry in logged(session, record_id, _HISTORY):
        if entry.change.after.get("has_left"):
            return local(entry.at).date() if entry.change.before is not None else None
    return None
