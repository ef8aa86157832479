"""Whether a backup is an earlier state of the data file as it is now, or of a branch that it left (a restore, an older copy
put in its place). Numbers of steps alone do not tell: after such a turn they are given a second time."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.store.archive import Backup
from app.store.tables import changes


def is_earlier(session: Session, backup: Backup) -> bool:
    """Whether the file's log had, at the backup's last step, the head that the backup's manifest names; False where that
    cannot be read."""
    if backup.manifest is None:
        return False
    wanted = sa.select(changes.c.chain).where(changes.c.operation <= backup.manifest.operation)
    head = session.execute(wanted.order_by(changes.c.seq.desc()).limit(1)).scalar()
    return (head.hex() if head else "") == backup.manifest.chain


def has_all(session: Session, backup: Backup, operation: int) -> bool:
    """Whether a backup has everything up to this step of the file."""
    return backup.manifest is not None and backup.manifest.operation >= operation and is_earlier(session, backup)
