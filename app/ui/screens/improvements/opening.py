"""Opening an improvement from elsewhere: a complaint's record, several chosen complaints, the monthly report."""

from collections.abc import Sequence
from uuid import UUID

from app.i18n import N_
from app.ui.context import Command, Context


def open_for(context: Context, complaint_ids: Sequence[UUID]) -> None:
    """Show the place of improvements with a new one for these complaints, prefilled with what they say."""
    context.frame.begin("improvements", {"complaints": tuple(complaint_ids)})


def improvement_commands(context: Context, complaint_ids: Sequence[UUID]) -> tuple[Command, ...]:
    """What a complaint's menu offers, one of them or several."""
    return (Command(N_("Improvement…"), lambda: open_for(context, complaint_ids), "target"),) if complaint_ids else ()
