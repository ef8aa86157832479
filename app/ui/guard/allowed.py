"""What the person at the keyboard may do here; where they may not, the sentence that says so (``services/roles.py``)."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.errors import AppError, DamagedFileError
from app.ui.context import Context

if TYPE_CHECKING:
    from app.services.roles import Right
    from app.ui.gateway import Gateway


def refusal(context: Context, right: "Right") -> str:
    """Why not; empty where they may."""
    from app.services import roles  # nothing for a start

    try:
        context.gateway.read_now(roles.require, right)
    except DamagedFileError:
        return ""  # nobody can be asked: the ways out of the damage stay open, and what else is tried fails by itself
    except AppError as error:
        return error.sentence
    return ""


def is_allowed(context: Context, right: "Right") -> bool:
    """Whether they may; where not, the window says why."""
    if sentence := refusal(context, right):
        context.frame.tell(sentence)
    return not sentence


class PersonWatch(QObject):
    """Says when somebody else takes the keyboard; gone with the widget it watches for."""

    changed = Signal()

    def __init__(self, context: Context, owner: QObject) -> None:
        super().__init__(owner)
        self._gateway, self._known = context.gateway, self._person(context.gateway)
        context.gateway.changed.connect(self._look)

    def _person(self, gateway: "Gateway") -> Any:
        from app.services import settings

        return gateway.read_now(settings.value, "me")

    def _look(self, changes: Any) -> None:
        if "settings" in changes.entities() and (now := self._person(self._gateway)) != self._known:
            self._known = now
            self.changed.emit()
