"""Sections II and III of the report on the whole base: how many there are and who came and went; what it is made of."""

from collections import Counter
from decimal import Decimal

from sqlalchemy.orm import Session

from app.analysis.customer_status import STATUSES
from app.formats import money_text, percent_text
from app.i18n import N_, ngettext_text
from app.i18n import gettext_text as _
from app.reports import charts
from app.reports.base_figures import Figures
from app.reports.customer_dealings import one_row
from app.reports.document import Block, Cell, ChartBlock, Column, Empty, Heading, Paragraph, SideBySide, Table
from app.reports.money_words import part, share
from app.services import base_counts
from app.services.business.labels import LABELS

_BY = {"company_type": N_("Company type"), "industry": N_("Industry"), "size": N_("Size"), "source": N_("Source"),
       "region": N_("Region")}  # fmt: skip
_LEVELS = {1: N_("1 Basic"), 2: N_("2 Reactive"), 3: N_("3 Accountable"), 4: N_("4 Proactive"), 5: N_("5 Partnership")}


def structure_blocks(session: Session, found: Figures) -> tuple[Block, ...]:
    """Both sections."""
    tables = [_parts(session, field, found.total) for field in base_counts.FIELDS]
    return (
        Heading(_("II Number and movement")), _movement(found), *_passed(found), SideBySide((tables[0], tables[2])),
        SideBySide((tables[1], tables[3])),
        SideBySide((tables[4], _channels(session, found))),
        Heading(_("III Structure")), *_structure(found),
    )  # fmt: skip


def _movement(found: Figures) -> Block:
    """Who was there, came, and went: the first four add up to the fifth."""
    moved = found.standing.moved
    return one_row({
        _("At the start"): moved.start, _("Won new"): moved.won, _("Recovered"): moved.back, _("Gone"): moved.gone,
        _("At the end"): moved.end, _("Churn"): share(found.standing.churn.churn), _("On record"): found.total,
    })  # fmt: skip


def _passed(found: Figures) -> tuple[Block, ...]:
    count = found.standing.moved.passed
    said = ngettext_text(
        "{count} more was won and lost again in the period.", "{count} more were won and lost again in the period.", count
    )
    return (Paragraph(said.format(count=count), quiet=True),) if count else ()


def _parts(session: Session, field: str, total: int) -> Table:
    columns = (Column(_(_BY[field]), weight=1), Column(_("Customers"), kind="number"), Column(_("Share"), kind="number"))
    rows = tuple((one.name or _("Not filled in"), one.count, part(one.count, total)) for one in base_counts.parts(session, field))
    return Table(columns, rows)


def _channels(session: Session, found: Figures) -> Block:
    """Over which channels was sold: the orders say it, not the files of the customers."""
    rows, whole = base_counts.channels(session, found.period), found.profits.company.profit.net
    if not any(one.name for one in rows):
        return Paragraph(_("No order of the period says over which channel it came."), quiet=True)
    columns = (Column(_("Channel"), weight=1), Column(_("Customers"), kind="number"), Column(_("Net sales"), kind="number"),
               Column(_("Share"), kind="number"))  # fmt: skip
    cells = tuple(
        (one.name or _("Not filled in"), one.customers, money_text(one.net), part(one.net, whole) if whole > 0 else None)
        for one in rows
    )
    return Table(columns, cells, notes=(_("Who buys over several channels is counted in each."),))


def _structure(found: Figures) -> list[Block]:
    matrices, bands = found.matrices.company, found.bands
    letters = Counter(line.row[1].grade or "—" for line in found.matrices.lines)
    systems = (Column(_("System")), Column(_("Grades and customers"), weight=1))
    rows = (
        (_("ABC matrices"), _counts({key: letters[key] for key in "ABC—"})),
        (_("Scorecard"), _counts({_(LABELS[key]): bands.get(key, 0) for key in ("gold", "silver", "ordinary", "watch")})),
        (_("Grade in the file"), _counts({_(LABELS[key]) if key else _("None yet"): found.grades.get(key, 0)
                                          for key in ("gold", "silver", "ordinary", "watch", "")})),
        (_("Relationship level"), _counts({_(word): found.levels.get(key, 0) for key, word in _LEVELS.items()})),
        (_("Status"), _counts({_(LABELS[key]): found.statuses.company.get(key, 0) for key in STATUSES})),
    )  # fmt: skip
    cut = _("The firm grew by {growth} and has a margin of {margin}: the matrices are cut there.")
    said = cut.format(growth=_cut(matrices.cuts.growth), margin=_cut(matrices.cuts.margin))
    return [Table(systems, rows), Paragraph(said, quiet=True), *_pyramid(found), *_moves(found)]


def _cut(value: Decimal | None) -> str:
    return "—" if value is None else percent_text(value)


def _counts(found: dict[str, int]) -> str:
    return "; ".join(f"{name} {count}" for name, count in found.items() if count) or "—"


def _pyramid(found: Figures) -> list[Block]:
    """The twin chart as two fields of bars: customers left, profit right."""
    tiers = found.pyramid.tiers
    names = [_(LABELS[tier.name]) for tier in tiers]
    heads = [float(tier.customers.value or 0) * 100 for tier in tiers]
    known = [tier for tier in tiers if tier.profit_share.value is not None]
    left = _bars(names, heads, _("Share of the customers (%)"))
    if not known:
        return [left, Paragraph(_("The profit of no tier is known."), quiet=True)]
    caption = _("Share of the gross profit (%)") if found.basis.gross else _("Share of the profit (%)")
    earned = [float(tier.profit_share.value or 0) * 100 for tier in known]
    return [SideBySide((left, _bars([_(LABELS[tier.name]) for tier in known], earned, caption)))]


def _bars(names: list[str], shares: list[float], caption: str) -> ChartBlock:
    values = [round(each, 1) for each in shares]
    return ChartBlock(lambda width, height: charts.bars(names, values, size=(width, height)), 84, 34, caption=caption)


def _moves(found: Figures) -> list[Block]:
    """From grade to grade between the last two gradings."""
    whole = found.moves.company
    if whole.first is None or whole.second is None:
        return [Empty(_("There are no two gradings to compare yet."))]
    codes = ("gold", "silver", "ordinary", "watch", "")
    pairs = Counter((line.row.before, line.row.after) for line in found.moves.lines)
    word = {code: _(LABELS[code]) if code else _("None yet") for code in codes}
    columns = (Column(_("From ↓ to →"), weight=1), *(Column(word[code], kind="number") for code in codes))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (word[before], *(pairs.get((before, after), 0) or None for after in codes)) for before in codes
    )
    caption = _("Movement of grades from {first} to {second}").format(first=whole.first.as_of, second=whole.second.as_of)
    return [Table(columns, rows, caption=caption)]

