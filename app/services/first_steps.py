"""What a new firm still has to tell before the program is its own: its profile, its colleagues, its customers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Customer, Employee, Entity
from app.services import settings

FIRM, COLLEAGUES, CUSTOMERS = "firm", "colleagues", "customers"


def open_steps(session: Session) -> tuple[str, ...]:
    """The steps not done yet, in their order. Who works alone has no colleagues to name: that alone keeps nothing open."""
    done = {
        FIRM: bool(settings.company(session).get("name")),
        COLLEAGUES: _any(session, Employee),
        CUSTOMERS: _any(session, Customer),
    }
    return () if done[FIRM] and done[CUSTOMERS] else tuple(step for step, is_done in done.items() if not is_done)


def _any(session: Session, entity: type[Entity]) -> bool:
    return session.execute(select(entity.id).where(entity.deleted_at.is_(None)).limit(1)).first() is not None
