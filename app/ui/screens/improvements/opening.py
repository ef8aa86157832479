"""Opening an improvement from elsewhere: a complaint's record, several chosen complaints, the monthly report."""

from collections.abc import Sequence
from uuid import UUID

from app.i18n import N_, ngettext_text
from app.services.improvement_calls import Call
from app.ui.context import Command, Context


def open_for(context: Context, complaint_ids: Sequence[UUID]) -> None:
    """Show the place of improvements with a new one for these complaints, prefilled with what they say."""
    context.frame.begin("improvements", {"complaints": tuple(complaint_ids)})


def improvement_commands(context: Context, complaint_ids: Sequence[UUID]) -> tuple[Command, ...]:
    """What a complaint's menu offers, one of them or several."""
    return (Command(N_("Improvement…"), lambda: open_for(context, complaint_ids), "target"),) if complaint_ids else ()


def call_words(call: Call) -> str:
    """Why an improvement is due, beside the button that opens one for all of them (``open_for(context, call.complaints)``)."""
    count = len(call.complaints)
    return ngettext_text(
        "{count} complaint about this within 90 days: an improvement is due.",
        "{count} complaints about this within 90 days: an improvement is due.", count,
    ).format(count=count)  # fmt: skip
