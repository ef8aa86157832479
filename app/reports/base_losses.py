"""Causes of churn in the report on the whole base (section X): what the file says of each customer that was lost."""

from sqlalchemy.orm import Session

from app.formats import money_text
from app.i18n import gettext_text as _
from app.i18n import ngettext_text
from app.reports.document import Block, Column, Table
from app.reports.heading import joined
from app.services.business.losses import losses
from app.services.business.period import Period

_TOP = 15


def loss_blocks(session: Session, period: Period) -> tuple[Block, ...]:
    """Nothing where nobody was lost."""
    gone = losses(session, period)
    if not gone:
        return ()
    columns = (
        Column(_("Customer"), weight=2), Column(_("Last order"), kind="number"),
        Column(_("Net sales of the year before"), kind="number"), Column(_("What the file says"), weight=3),
    )  # fmt: skip
    shown = gone[:_TOP]
    rows = tuple((one.client.name, one.last, money_text(one.before), joined(list(one.told)) or None) for one in shown)
    notes = [_("The files keep no reason of a loss: this is what stands in them beside each. Ask what it came of.")]
    if silent := sum(not one.told for one in gone):
        words = ngettext_text("Of {count} customer lost the file says nothing.",
                              "Of {count} customers lost the file says nothing.", silent)  # fmt: skip
        notes.append(words.format(count=silent))
    if len(gone) > len(rows):
        notes.append(_("{count} more are not shown.").format(count=len(gone) - len(rows)))
    return (Table(columns, rows, caption=_("Lost in the period: causes"), notes=(joined(notes),)),)
