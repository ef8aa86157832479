"""Ctrl+Z on a step of very many records: an import, the sample company. It is asked about first, with their number."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import AppError
from app.i18n import N_
from app.store.tables import changes
from app.store.undo import Step

MANY = 500
"""Records of one step above which nobody takes it back by one key too many."""
_ASKED = N_("Undoing “{step}” takes back {count} records.")


class ManyUndone(AppError):
    """The step to undo next touched ``count`` records; nothing was undone yet."""

    def __init__(self, step: Step, count: int) -> None:
        super().__init__(_ASKED, step=step.label, count=f"{count:,}")
        self.count = count

    @property
    def sentence(self) -> str:
        from app.i18n import gettext_text

        return gettext_text(self.key).format(step=self.values["step"].text, count=self.values["count"])  # type: ignore[attr-defined]


def need_few(session: Session, step: Step) -> None:
    """ManyUndone where the step changed more than ``MANY`` records."""
    several = sa.select(sa.func.count(sa.distinct(changes.c.record_id))).where(changes.c.operation == step.seq)
    count = int(session.execute(several).scalar_one())
    if count > MANY:
        raise ManyUndone(step, count)
