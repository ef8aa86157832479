"""决策链图 (R-21): a customer's people as an org chart on A4 laid across, what their chain adds up to, and the list."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.figures import rounded
from app.analysis.org_chart import Sizes
from app.analysis.org_pages import Paper, Sheet, sheets
from app.formats import local
from app.i18n import gettext_text as _
from app.i18n import language
from app.models import Contact, Employee, fields_of
from app.models.types import now_utc
from app.reports.document import (
    Block,
    Cell,
    Column,
    Diagram,
    DiagramBox,
    Document,
    Edge,
    Empty,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from app.reports.heading import firm, printed_text
from app.reports.month_words import share_text
from app.reports.subject import find_customer
from app.services import chain_words, people_chain, records
from app.services.people_chain import Chain, Former, Member
from app.services.present import phone_text, text_of

SIZES = Sizes(width=46, height=19, across=5, down=8.5, indent=4, hanging=2.5)
PAPER = Paper(252, 112, SIZES, 0.82, 150)
"""Millimetres: A4 across without its margins, title and figures, on later sheets without a heading; at the least scale the
small texts measure 6.4 points."""
_LOOKS: dict[str | None, tuple[Edge, str]] = {
    "2": ("thick", "#DCEDE2"), "1": ("plain", "#EDF6F0"), "0": ("thin", "#FFFFFF"), "-1": ("dashed", "#FBF1E0"),
    "-2": ("heavy", "#F6DDDA"), None: ("dotted", "#F4F4F2"),
}  # fmt: skip
_DEEPEST = 8


def build(session: Session, customer: str | UUID) -> Document:
    """The decision chain of one customer, by number or id, as of now."""
    moment = now_utc()
    values = find_customer(session, customer)
    chain = people_chain.load(session, values["id"], moment)
    owners = [member.values["our_contact_id"] for member in chain.members if member.values["our_contact_id"]]
    colleagues = records.titles(session, Employee, owners)
    ours = firm(session)
    return Document(
        title=_("Decision chain: {name}").format(name=values["short_name"] or values["name"]),
        blocks=(*_chart(chain), *_remarks(chain), *_people(chain, colleagues), *_former(chain.former)),
        meta=(_("Customer no. {number}").format(number=values["code"]), values["name"], _("As of {day}").format(day=chain.today)),
        number=values["code"],
        subject=values["short_name"] or values["name"],
        company=ours.name,
        logo=ours.logo,
        footer=(_("Figures as of {moment}").format(moment=chain.today), printed_text()),
        language=language(),
        across=True,
    )


def _chart(chain: Chain) -> tuple[Block, ...]:
    if not chain.members:
        return (Empty(_("Nobody who decides there is recorded yet.")),)
    found = sheets(chain.lines(), PAPER)
    blocks: list[Block] = [_figures(chain), _legend()]
    for place, sheet in enumerate(found):
        if place:
            blocks += [PageBreak(), Heading(_("Sheet {number} of {count}").format(number=place + 1, count=len(found)), 2)]
        blocks.append(_diagram(chain, sheet))
    return tuple(blocks)


def _figures(chain: Chain) -> Facts:
    support = rounded(chain.figures.support, 2)
    return Facts((
        (_("People"), len(chain.members)),
        (_("Coverage in 90 days"), share_text(chain.figures.coverage)),
        (_("Support (−1 to 1)"), None if support is None else f"{support:+}".replace("-", "−")),
    ), 3)  # fmt: skip


def _legend() -> Diagram:
    """What edges and tints mean, in the order from support to opposition."""
    wide, gap = 39.0, 3.4
    boxes = tuple(
        DiagramBox(place * (wide + gap), 0, wide, 6, ((chain_words.attitude_words({"attitude": code}), ""),), edge, fill)
        for place, (code, (edge, fill)) in enumerate(_LOOKS.items())
    )  # fmt: skip
    return Diagram(boxes, (), len(boxes) * (wide + gap) - gap, 6, 0.86)


def _diagram(chain: Chain, sheet: Sheet) -> Diagram:
    chart, scale = sheet.chart, sheet.scale
    later = dict(sheet.goes_on)
    boxes = []
    for seat in chart.seats:
        member = chain.member(seat.id)
        if member is not None:
            edge, fill = _LOOKS.get(member.values["attitude"], _LOOKS[None])
            boxes.append(DiagramBox(seat.x * scale, seat.y * scale, SIZES.width * scale, SIZES.height * scale,
                                    _rows(chain, member, later.get(seat.id)), edge, fill))  # fmt: skip
    lines = tuple((x * scale, y * scale, to_x * scale, to_y * scale) for x, y, to_x, to_y in chart.lines)
    return Diagram(tuple(boxes), lines, chart.width * scale, chart.height * scale, scale)


def _rows(chain: Chain, member: Member, later: int | None) -> tuple[tuple[str, str], ...]:
    values = member.values
    goes_on = "" if later is None else _("→ sheet {number}").format(number=later + 1)
    return (
        (values["name"], chain_words.weight_words(values)),
        (values["title"] or values["department"] or "", goes_on),
        (chain_words.role_words(values) or _("No role yet"), chain_words.contact_words(chain, values)),
        (chain_words.attitude_words(values), ""),
    )


def _remarks(chain: Chain) -> tuple[Block, ...]:
    found = chain_words.remarks(chain)
    gap = chain_words.gap_words(chain.figures) if chain.members else ""
    texts = [*(remark.sentence for remark in found), *([gap] if gap else [])]
    return (Heading(_("To look at"), 2), *(Paragraph(f"• {text}") for text in texts)) if texts else ()


def _people(chain: Chain, colleagues: Mapping[UUID, str]) -> tuple[Block, ...]:
    if not chain.members:
        return ()
    columns = (
        Column(_("Name and reporting line"), weight=2), Column(_("Position"), weight=1),
        Column(_("Role in the decision"), weight=1), Column(_("Attitude to us")),
        Column(_("Influence"), kind="number"), Column(_("Closeness"), kind="number"),
        Column(_("Weight"), kind="number"), Column(_("Last contact"), kind="number"), Column(_("Our contact")),
        Column(_("Mobile"), kind="number"),
    )  # fmt: skip
    rows = tuple(_row(member, colleagues) for member in chain.members)
    return Heading(_("The people"), 2), Table(columns, rows, total=_total(chain))


def _total(chain: Chain) -> tuple[Cell, ...]:
    return (_("Total"), "", "", "", "", "", chain.weights(), "", "", "")


def _row(member: Member, colleagues: Mapping[UUID, str]) -> tuple[Cell, ...]:
    fields, values = fields_of(Contact), member.values
    last: datetime | None = values["last_contact_at"]
    indent = "　" * (min(member.depth, _DEEPEST) - 1) + "└ " if member.depth else ""
    return (
        indent + values["name"], values["title"], chain_words.role_words(values) or None, chain_words.attitude_words(values),
        text_of(fields["influence"], values["influence"]) or None, text_of(fields["closeness"], values["closeness"]) or None,
        values["weight"], local(last).date() if last else None, colleagues.get(values["our_contact_id"]),
        phone_text(values["phone"] or values["office_phone"]) or None,
    )  # fmt: skip


def _former(people: tuple[Former, ...]) -> tuple[Block, ...]:
    if not people:
        return ()
    columns = (Column(_("Full name"), weight=1), Column(_("Was"), weight=1), Column(_("Until"), kind="number"),
               Column(_("Now at"), weight=2))  # fmt: skip
    rows = tuple((person.name, person.title or None, person.until, person.now or None) for person in people)
    return Heading(_("Former people"), 2), Table(columns, rows)
