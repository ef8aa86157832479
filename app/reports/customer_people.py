"""Section II of the customer analysis: the people in their reporting lines, and what their chain adds up to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from app.analysis.decision_chain import ChainView
from app.analysis.figures import rounded
from app.formats import local
from app.i18n import gettext_text as _
from app.models import Contact, fields_of
from app.reports.document import Block, Cell, Column, Empty, Facts, Table
from app.reports.month_words import share_text
from app.services.contacts import ChainLine
from app.services.present import text_of

_DEEPEST = 8
_STEP, _BRANCH = "　", "└ "


def people_blocks(people: Sequence[ChainLine], chain: ChainView, colleagues: Mapping[UUID, str]) -> tuple[Block, ...]:
    """The chain's figures and the people, each below whom they report to."""
    if not people:
        return (Empty(_("Nobody who decides there is recorded yet.")),)
    support = rounded(chain.support, 2)
    facts = Facts((
        (_("Coverage in 90 days"), share_text(chain.coverage)),
        (_("Support (−1 to 1)"), None if support is None else _signed(support)),
    ))  # fmt: skip
    return facts, _table(people, colleagues)


def _signed(support: Decimal) -> str:
    return f"{support:+}".replace("-", "−") if support else f"{abs(support)}"


def _table(people: Sequence[ChainLine], colleagues: Mapping[UUID, str]) -> Table:
    columns = (
        Column(_("Name and reporting line"), weight=2), Column(_("Position"), weight=1), Column(_("Role in the decision")),
        Column(_("Attitude to us")), Column(_("Weight"), kind="number"), Column(_("Last contact"), kind="number"),
        Column(_("Our contact")),
    )  # fmt: skip
    return Table(columns, tuple(_row(line, colleagues) for line in people))


def _row(line: ChainLine, colleagues: Mapping[UUID, str]) -> tuple[Cell, ...]:
    fields, values = fields_of(Contact), line.values
    last: datetime | None = values["last_contact_at"]
    return (
        indented_name(line), values["title"], text_of(fields["role"], values["role"]) or None,
        text_of(fields["attitude"], values["attitude"]) or None, values["weight"], local(last).date() if last else None,
        colleagues.get(values["our_contact_id"]),
    )  # fmt: skip


def indented_name(line: ChainLine) -> str:
    """The name, indented below the one above; people who left are marked."""
    indent = _STEP * (min(line.depth, _DEEPEST) - 1) + _BRANCH if line.depth else ""
    name = str(line.values["name"])
    return indent + (_("{name} (has left)").format(name=name) if line.values["has_left"] else name)
