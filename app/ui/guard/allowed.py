"""What the person at the keyboard may do here; where they may not, the sentence that says so (``services/roles.py``)."""

from typing import TYPE_CHECKING

from app.errors import AppError
from app.ui.context import Context

if TYPE_CHECKING:
    from app.services.roles import Right


def refusal(context: Context, right: "Right") -> str:
    """Why not; empty where they may."""
    from app.services import roles  # nothing for a start

    try:
        context.gateway.read_now(roles.require, right)
    except AppError as error:
        return error.sentence
    return ""


def is_allowed(context: Context, right: "Right") -> bool:
    """Whether they may; where not, the window says why."""
    if sentence := refusal(context, right):
        context.frame.tell(sentence)
    return not sentence
