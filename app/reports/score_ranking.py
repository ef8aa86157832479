"""评分排名表 (R-22): customers ranked by payment and margin, 20 points each, as bars from No1 to the last (C09, seed)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.analysis.scorecard import MARGIN, PAYMENT, SEED
from app.formats import number_text, percent_text, today
from app.i18n import N_, language
from app.i18n import gettext_text as _
from app.reports import charts
from app.reports.document import Block, Cell, ChartBlock, Column, Document, Empty, Heading, Paragraph, Table
from app.reports.heading import firm, joined, printed_text
from app.services.business import scores
from app.services.business.clients import Line
from app.services.business.period import ending
from app.services.business.scores import Judged

_DRAWN, _LISTED = 25, 200
_RULE = N_(
    "Payment: days late by amount over the invoices that were due, 20 points without delay. Gross margin: 20 points from 40 %. "
    "Together 40 points at most; equal points share a place, and the next place follows their number. Who lacks either is not "
    "ranked."
)


def build(session: Session, day: date | None = None) -> Document:
    """The ranking over the twelve months up to a day, today unless said."""
    period, ours = ending(day or today()), firm(session)
    found = scores.scores(session, period, SEED)
    ranked = [line for line in found.lines if line.row.place is not None]
    rest = len(found.lines) - len(ranked)
    blocks = _blocks(ranked, rest) if ranked else (Empty(_("Nobody can be ranked: payments or costs are not known.")),)
    return Document(
        title=_("Ranking by payment and margin"), blocks=blocks, company=ours.name, logo=ours.logo,
        meta=(_("{first} to {last}").format(first=period.first, last=period.last), "", _("Out of 40 points")),
        number=f"PFPM-{period.last:%Y%m%d}", signatures=(_("Prepared by"), _("Approved by")),
        footer=(_("Figures as of {moment}").format(moment=period.last), printed_text()), language=language(),
    )  # fmt: skip


def _blocks(ranked: Sequence[Line[Judged]], rest: int) -> tuple[Block, ...]:
    return (
        Paragraph(_summary(ranked, rest)), Heading(_("I The first {count}").format(count=min(len(ranked), _DRAWN))),
        _chart(ranked[:_DRAWN]), Heading(_("II Ranking")), _table(ranked), Paragraph(_(_RULE), quiet=True),
    )  # fmt: skip


def _total(line: Line[Judged]) -> int:
    return sum(line.row.points[key] or 0 for key in SEED.most)


def _summary(ranked: Sequence[Line[Judged]], rest: int) -> str:
    mean = sum(map(_total, ranked)) / len(ranked)
    best = [line.client.name for line in ranked if line.row.place == ranked[0].row.place]
    words = _("{count} customers are ranked, {mean} points on average. First: {name} with {points}.")
    if len(best) > 1:
        words = _("{count} customers are ranked, {mean} points on average. {several} share the first place with {points}.")
    first = words.format(
        count=len(ranked), mean=number_text(mean, 1), name=best[0], several=len(best), points=_total(ranked[0])
    )
    others = _("{count} more lack a due invoice or a known margin and are not ranked.").format(count=rest)
    return joined([first, others if rest else ""])


def _chart(lines: Sequence[Line[Judged]]) -> ChartBlock:
    labels = [f"No{line.row.place} {line.client.name}" for line in lines]
    values = [_total(line) for line in lines]
    return ChartBlock(lambda width, height: charts.bars(labels, values, size=(width, height)), 174, 8 + 6.6 * len(lines),
                      caption=_("Points of 40"))  # fmt: skip


def _table(ranked: Sequence[Line[Judged]]) -> Table:
    columns = (
        Column(_("Rank no."), kind="number"), Column(_("Customer no.")), Column(_("Customer"), weight=1),
        Column(_("Days late"), kind="number"), Column(_("Payment (20)"), kind="number"), Column(_("Gross margin"), kind="number"),
        Column(_("Margin (20)"), kind="number"), Column(_("Together (40)"), kind="number"),
    )  # fmt: skip
    shown = ranked[:_LISTED]
    notes = (_("{count} more are not shown.").format(count=len(ranked) - len(shown)),) if len(ranked) > len(shown) else ()
    return Table(columns, tuple(map(_row, shown)), notes=notes)


def _row(line: Line[Judged]) -> tuple[Cell, ...]:
    one = line.row
    late, margin = one.inputs[PAYMENT].value, one.inputs[MARGIN].value
    return (
        one.place, line.client.code, line.client.name, None if late is None else number_text(late, 1), one.points[PAYMENT],
        None if margin is None else percent_text(margin), one.points[MARGIN], _total(line),
    )  # fmt: skip
