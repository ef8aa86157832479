"""催款函 and its sisters (R-12): one page to a customer about what it owes, in the words of the step that is due; to be sealed.

The same page is kept with the step as evidence. Where there are more invoices than the page holds, those due longest are listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.analysis.capital_amount import capital_amount
from app.analysis.dunning_ladder import CALL, REMINDER
from app.formats import money_text, today
from app.i18n import gettext_text as _
from app.i18n import language, ngettext_text
from app.models import Customer
from app.models.receivable import Dunning
from app.reports import dunning_words as words
from app.reports.document import Block, Cell, Column, Document, Empty, Facts, Paragraph, Signatures, Spacer, Table
from app.reports.heading import Firm, firm, listed, printed_text
from app.reports.pdf import page_count
from app.reports.subject import find_customer
from app.services import dunning, dunning_steps, records, settings
from app.services.dunning import Bill, Debtor
from app.services.present import phone_text
from app.services.sensitive import veiled

DAYS_TO_PAY = 7
_MOST = (40, 30, 24, 20, 16, 12, 8, 5, 3)
"""Lines of invoices: the first number that leaves one page is taken."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """What a letter is about."""

    step: str
    day: date
    customer: dict[str, Any]
    contact: str
    bills: tuple[Bill, ...]
    found: Debtor | None

    @property
    def words(self) -> words.Words:
        return words.LETTERS[self.step]

    @property
    def due(self) -> int:
        """What is to be paid: what is past its day; of a reminder all it lists."""
        return sum(bill.open for bill in self.bills if bill.late > 0 or self.step == REMINDER)


def build(session: Session, customer: str | UUID, day: date | None = None) -> Document:
    """The letter of the step that is due for a customer on a day, by number or id; while a promise or an agreed step is
    waited for, or before the ladder begins for any invoice, it is the statement of what is open, which demands nothing."""
    as_of, values = day or today(), find_customer(session, customer)
    found = dunning.debtor(session, values["id"], as_of)
    steps = dunning.ladder(session)
    waits = found is None or (found.waits_until is not None and found.waits_until >= as_of)
    early = found is not None and all(bill.late < min(steps.values()) for bill in found.running)
    step = CALL if found is None or waits or early else dunning_steps.step_of(found, list(found.running), steps)
    return _one_page(session, _Letter(step, as_of, values, "", _bills(found, step, None, steps[REMINDER]), found))


def of_step(session: Session, dunning_id: UUID) -> Document:
    """The letter of a step that was noted: as of its day, about its invoice where it names one, to whom was spoken."""
    row = records.get(session, Dunning, dunning_id)
    titles = records.link_titles(session, Dunning, row)
    found = dunning.debtor(session, row["customer_id"], row["done_on"])
    values = veiled(Customer, records.get(session, Customer, row["customer_id"]))
    bills = _bills(found, row["step"], row["invoice_id"], dunning.ladder(session)[REMINDER])
    return _one_page(session, _Letter(row["step"], row["done_on"], values, titles.get("contact_id", ""), bills, found))


def _bills(found: Debtor | None, step: str, only: UUID | None, first: int) -> tuple[Bill, ...]:
    """What the letter lists: all that is open in a statement, else what is due; in a reminder what falls due within the days of
    the ladder, which begins ``first`` days after the due day (below 0: before it), what is due later only where nothing is."""
    running = found.running if found is not None else ()
    if only is not None:
        return tuple(bill for bill in running if bill.id == only)
    if step == CALL:
        return running
    late = tuple(bill for bill in running if bill.late > 0)
    ahead = tuple(bill for bill in running if bill.late <= 0)
    soon = tuple(bill for bill in ahead if bill.late >= first)
    return (soon or ahead or late) if step == REMINDER else (late or soon)


def _one_page(session: Session, letter: _Letter) -> Document:
    ours, profile = firm(session), settings.company(session)
    document = _document(letter, ours, profile, _MOST[-1])
    for most in _MOST:
        document = _document(letter, ours, profile, most)
        if page_count(document) == 1:
            break
    return document


def _document(letter: _Letter, ours: Firm, profile: dict[str, Any], most: int) -> Document:
    values = letter.customer
    blocks = _blocks(letter, ours, profile, most) if letter.bills else (
        Empty(_("This customer has nothing open that is due: there is nothing to write about.")),)  # fmt: skip
    return Document(
        title=_(letter.words.title), blocks=blocks, number=f"{values['code']}-{letter.day:%Y%m%d}", company=ours.name,
        logo=ours.logo, meta=(_("Customer no. {number}").format(number=values["code"]), "", str(letter.day)),
        footer=(printed_text(),), language=language(), subject=values["short_name"] or values["name"],
    )  # fmt: skip


def _blocks(letter: _Letter, ours: Firm, profile: dict[str, Any], most: int) -> tuple[Block, ...]:
    to = _("To: {name}").format(name=letter.customer["name"])
    attention = (Paragraph(_("For the attention of {name}").format(name=letter.contact)),) if letter.contact else ()
    address = letter.customer["address"]
    return (
        Spacer(3), Paragraph(to, bold=True), *((Paragraph(address, quiet=True),) if address else ()), *attention,
        Paragraph(_said(letter)), _table(letter, most), *_sum(letter), *_held(letter), _how(ours, profile, letter),
        Paragraph(_(words.CROSSED)), *((Paragraph(_(words.DEMAND), quiet=True),) if letter.words.demand else ()),
        *_foot(letter, ours),
    )  # fmt: skip


def _said(letter: _Letter) -> str:
    days = max((bill.late for bill in letter.bills), default=0)
    text = _(letter.words.text).format(
        sum=money_text(letter.due), day=letter.day + timedelta(days=DAYS_TO_PAY), as_of=letter.day,
        days=ngettext_text("{count} day", "{count} days", days).format(count=days),
    )  # fmt: skip
    done = letter.found.done if letter.found is not None else ()
    before = sorted({one.day for one in done if one.day < letter.day and one.step != REMINDER})[-3:]
    earlier = _(words.EARLIER).format(days=listed([str(day) for day in before])) if before and letter.words.demand else ""
    return ("" if language() == "zh" else " ").join(part for part in (earlier, text) if part)


def _table(letter: _Letter, most: int) -> Table:
    columns = (
        Column(_("No."), kind="number"), Column(_("Invoice no."), weight=1), Column(_("Invoice date"), kind="number"),
        Column(_("Due date"), kind="number"), Column(_("Days late"), kind="number"), Column(_("Total with tax"), kind="number"),
        Column(_("Unpaid"), kind="number"),
    )  # fmt: skip
    shown, rest = letter.bills[:most], letter.bills[most:]
    rows: list[tuple[Cell, ...]] = [
        (place, bill.number, bill.issued_on, bill.due_on, bill.late if bill.late > 0 else None, money_text(bill.total),
         money_text(bill.open))
        for place, bill in enumerate(shown, 1)
    ]  # fmt: skip
    if rest:
        more = ngettext_text("and {count} more invoice", "and {count} more invoices", len(rest)).format(count=len(rest))
        rows.append(("", more, "", "", "", money_text(_of(rest, "total")), money_text(_of(rest, "open"))))
    together = ("", _("Together"), "", "", "", money_text(_of(letter.bills, "total")), money_text(_of(letter.bills, "open")))
    return Table(columns, tuple(rows), total=together)


def _of(bills: Sequence[Bill], key: str) -> int:
    return sum(getattr(bill, key) for bill in bills)


def _sum(letter: _Letter) -> tuple[Block, ...]:
    """The sum in figures and written out, so that nobody adds a figure to it."""
    capitals = _("in capitals: {words}").format(words=capital_amount(letter.due))
    return (Paragraph(_("To be paid: {sum} ({capitals})").format(sum=money_text(letter.due), capitals=capitals), bold=True),)


def _held(letter: _Letter) -> tuple[Block, ...]:
    held = letter.found.held if letter.found is not None else 0
    return (Paragraph(_(words.DISPUTED).format(sum=money_text(held)), quiet=True),) if held else ()


_WRITE = "________________________"


def _how(ours: Firm, profile: dict[str, Any], letter: _Letter) -> Facts:
    """How to pay: the firm's account, lines to write on where the profile has none."""
    account = "".join((profile.get("bank_account") or "").split())
    grouped = " ".join(account[place:place + 4] for place in range(0, len(account), 4))
    items: tuple[tuple[str, Cell], ...] = (
        (_("Payee"), ours.name or _WRITE), (_("Bank"), profile.get("bank") or _WRITE),
        (_("Account"), grouped or _WRITE), (_("Reference"), letter.customer["code"]),
        (_("Questions to"), phone_text(profile.get("phone") or "") or _WRITE), (_("Looked after by"), _owner(letter)),
    )  # fmt: skip
    return Facts(items, 2)


def _owner(letter: _Letter) -> Cell:
    return (letter.found.owner if letter.found is not None else "") or None


def _foot(letter: _Letter, ours: Firm) -> tuple[Block, ...]:
    """Where we seal it, and where the customer confirms that it came: what proves a demand."""
    named = _("{firm} (seal)").format(firm=ours.name or _WRITE)
    if letter.words.confirms:
        sentence = _(words.CONFIRM).format(sum=money_text(_of(letter.bills, "open")), as_of=letter.day)
        return Paragraph(sentence), Signatures((named, _("Confirmed by the customer (signature, seal, day)")))
    theirs = _("Received by (signature, seal, day)")
    return (Signatures((named, theirs) if letter.words.demand else (named,)),)
