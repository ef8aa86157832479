"""Rows of a file of orders: those of one number are one order, each row a line of it; its sums are those of its lines.

What a row says it amounts to counts before quantity times price. An order comes in whole or not at all. Below 0 without a
kind it is a return, whose amounts are kept positive (domain/30 C10).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.errors import ValidationError
from app.exchange.drafts import Draft
from app.exchange.names import same
from app.exchange.refusals import is_total, refuse, refuse_missing, refuse_spoilt
from app.i18n import N_

TEXTS = ("product", "goods", "unit", "quantity", "price")
"""What makes a row a line worth keeping beside the order."""

_MONEY = ("amount", "net", "total", "tax", "gross", "cost")
_RATES = ("discount", "discount_rate", "tax_rate")
_NEEDED = frozenset({"ordered_on", "quantity", *_MONEY, "price", *_RATES})
_PARTS = re.compile(r"-?\d{1,12}\.\d{3,12}")
_CAME_BACK = re.compile("退货|退款|退回|return|refund", re.IGNORECASE)
_DRAFT = N_("A draft counts nowhere and was left out.")
_NO_AMOUNT = N_("There is no amount.")
_WITH = N_("Row {other} of the same order stays outside, and an order comes in whole or not at all.")
_OTHERS = N_("The number is that of row {other}, which names another customer.")
_OTHER_MONEY = N_("The number is that of row {other}, which is in another currency.")
_OTHER_DAY = N_("Row {other} of the same order names another day; that of the first row counts.")
_UNTAXED = N_("Amounts with tax of which nobody says how much ({count} rows): all of it counts as sales.")
_DIFFERS = N_("The amount is not quantity times price; the amount counts.")
_RETURNED = N_("A sale below 0 comes in as a return.")


def gather(drafts: Sequence[Draft]) -> None:
    """Make orders of rows: the first row of each holds its sums and, in ``parts``, its lines; the others name it as ``head``."""
    rated = _are_rates(drafts)
    rest: dict[str, Decimal] = {}
    untaxed: list[Draft] = []
    for several in _orders(drafts):
        for draft in several:
            _read(draft, rated, rest)
        untaxed += [draft for draft in several if draft.parts and draft.parts[0].get("untaxed")]
        _whole(several)
        if several[0].refusal is None:
            _sum_up(several)
    if untaxed:  # told once: often it is the whole file
        untaxed[0].note("total", ValidationError(_UNTAXED, count=len(untaxed)))


def _are_rates(drafts: Iterable[Draft]) -> bool:
    """Whether a column named discount holds parts of 1 (0.15) and no amounts."""
    said = [draft.values["discount"] for draft in drafts if draft.values.get("discount") is not None]
    return bool(said) and all(0 <= one <= 1 for one in said) and any(one % 1 for one in said)


def _orders(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """The rows of each order, in the order of their first ones; a row without number, customer and day goes on with the one
    above (merged cells)."""
    found: dict[str, list[Draft]] = {}
    last = ""
    for draft in drafts:
        number = same(str(draft.values.get("number") or ""))
        goes_on = not (number or "customer_id" in draft.links or "ordered_on" in draft.values) and _names_goods(draft)
        if not (goes_on and last):
            last = number or f"\0{draft.row}"
        several = found.setdefault(last, [])
        if not goes_on and several and (why := _apart(draft, several[0])):
            refuse(draft, "number", why, other=several[0].row)
            if several[0].refusal is None:
                refuse(several[0], "number", why, other=draft.row)
            found[f"\0{draft.row}"] = [draft]
        else:
            several.append(draft)
    return list(found.values())


def _apart(draft: Draft, head: Draft) -> str:
    """Why a row of the number of another one is none of its order: another customer, other money; "" where it is."""
    if _customer(draft) not in ("", _customer(head)):
        return _OTHERS
    moneys = {one.values["currency"] for one in (draft, head) if one.values.get("currency")}
    return _OTHER_MONEY if len(moneys) > 1 else ""


def _tell_other_day(draft: Draft, head: Draft) -> None:
    if draft.values.get("ordered_on", head.values["ordered_on"]) != head.values["ordered_on"]:
        draft.note("ordered_on", ValidationError(_OTHER_DAY, other=head.row))


def _names_goods(draft: Draft) -> bool:
    return bool({"product", "goods"} & draft.values.keys())


def _customer(draft: Draft) -> str:
    return same(draft.links.get("customer_id", ""))


def _read(draft: Draft, rated: bool, rest: dict[str, Decimal]) -> None:
    """Take what the row says of its line out of its values; refuse one without an amount, and a draft."""
    values = draft.values
    line = {key: values.pop(key) for key in (*TEXTS, *_MONEY, *_RATES) if key in values}
    if is_total(draft) or draft.refusal is not None:
        return
    if values.get("state") == "draft":
        refuse(draft, "state", _DRAFT)
        return
    _tell_return(draft)
    refuse_spoilt(draft, _NEEDED)
    computed = _computed(line, rated)
    stated = next((_exact(draft, key, line[key]) for key in ("amount", "net") if line.get(key) is not None), None)
    if stated is not None and computed is not None and abs(stated - computed) > 1:
        draft.note("amount", ValidationError(_DIFFERS))
    if stated is None and line.get("total") is not None:
        line["tax"] = _tax_of(line)
        stated = _exact(draft, "total", line["total"]) - (line["tax"] or 0)
    line["stated"], amount = stated is not None, stated if stated is not None else computed
    if amount is not None:
        line["amount"] = _rounded(amount, _customer(draft), rest)
    elif draft.refusal is None:
        refuse(draft, "amount", _NO_AMOUNT)
    draft.parts = [line]


def _tell_return(draft: Draft) -> None:
    """A row whose state or kind says in its own words that the goods came back is a return, whatever the words."""
    if draft.values.get("kind") is None:
        cells = (draft.cells[place] for key in ("state", "kind") for place, _header in draft.places.columns.get(key, ()))
        if any(_CAME_BACK.search(cell) for cell in cells):
            draft.values["kind"] = "return"


def _tax_of(line: dict[str, Any]) -> int | None:
    """The tax within a total: as its cell says it, else by the row's rate; None where neither does."""
    rate = line.get("tax_rate")
    if line.get("tax") is not None or rate is None:
        line["untaxed"] = line.get("tax") is None
        return line.get("tax")
    part = rate / 100 if rate >= 1 else rate
    return int((line["total"] * part / (1 + part)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _exact(draft: Draft, key: str, fen: int) -> Decimal:
    """An amount in fen with the parts of one that its cell says: 76.356 yuan is 7635.6."""
    place = next(iter(draft.places.columns.get(key, ())), None)
    text = draft.cells[place[0]].strip() if place is not None else ""
    return Decimal(text) * 100 if _PARTS.fullmatch(text) else Decimal(fen)


def _rounded(exact: Decimal, customer: str, rest: dict[str, Decimal]) -> int:
    """Whole fen. What rounding adds or takes is carried on to the customer's next row, so that its sum stays right: a
    thousand amounts of three decimals would be off by yuan otherwise."""
    if exact == int(exact):
        return int(exact)
    exact += rest.get(customer, Decimal(0))
    whole = exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    rest[customer] = exact - whole
    return int(whole)


def _computed(line: dict[str, Any], rated: bool) -> Decimal | None:
    """Quantity times price less the discount, in fen and its parts; the discount becomes an amount on the way."""
    quantity, price, off = line.get("quantity"), line.get("price"), line.pop("discount", None)
    rate = line.pop("discount_rate", None)
    gross = None if quantity is None or price is None else quantity * price * 100
    base = gross if gross is not None else line.get("gross")
    base = None if base is None else Decimal(base)
    if rated:
        off, rate = None, off
    elif rate is not None and rate > 1:
        rate /= 100
    less = base * rate if rate is not None and base is not None else off * 100 if off is not None else Decimal(0)
    if rate is not None or off is not None:
        line["discount"] = int(less.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return None if base is None else base - less


def _whole(several: Sequence[Draft]) -> None:
    """Where one row stays outside, the others of its order stay with it."""
    head = several[0]
    if "ordered_on" not in head.values and head.refusal is None:
        refuse_missing(head, "ordered_on")
    bad = next((draft for draft in several if draft.refusal is not None), None)
    for draft in several:
        if bad is not None and draft.refusal is None:
            refuse(draft, "", _WITH, other=bad.row)
        elif bad is None and draft is not head:
            draft.head = head.row


def _sum_up(several: Sequence[Draft]) -> None:
    """The order's own values, from all its rows."""
    head, lines = several[0], [draft.parts[0] for draft in several]
    sums = {key: amount for key, amount in _sums(lines) if amount is not None}
    if sums["net"] < 0:
        if head.values.get("kind") == "sale":
            head.note("kind", ValidationError(_RETURNED))
        head.values["kind"] = "return"
        sums = {key: -amount for key, amount in sums.items()}
        lines = [_turned(line) for line in lines]
    head.values |= sums
    detailed = len(lines) > 1 or any(key in lines[0] for key in TEXTS)
    head.parts = [_as_line(place, line) for place, line in enumerate(lines, 1)] if detailed else []
    for draft in several[1:]:
        _tell_other_day(draft, head)
        head.lines += [line for line in draft.lines if line not in head.lines]


def _sums(lines: Sequence[dict[str, Any]]) -> Iterator[tuple[str, int | None]]:
    net = sum(line["amount"] for line in lines)
    discounts = [line["discount"] for line in lines if line.get("discount")]
    yield "net", net
    yield "discount", sum(discounts) if discounts else None
    yield "gross", net + sum(discounts) if discounts else _all(lines, "gross")
    yield "cost", _all(lines, "cost")
    for key in ("total", "tax"):
        values = [line.get(key) for line in lines]
        same_all = len(values) > 1 and None not in values and len(set(values)) == 1 and _by_rows(lines)
        yield key, values[0] if same_all else _all(lines, key)


def _by_rows(lines: Sequence[dict[str, Any]]) -> bool:
    """Whether each row has an amount of its own, so that a total on every one of them is the order's."""
    return all(line.get("net") is not None or not line["stated"] or line["amount"] != line.get("total") for line in lines)


def _all(lines: Sequence[dict[str, Any]], key: str) -> int | None:
    values = [line[key] for line in lines if line.get(key) is not None]
    return sum(values) if len(values) == len(lines) else None


def _turned(line: dict[str, Any]) -> dict[str, Any]:
    turned = {key: -line[key] for key in ("amount", "discount", "cost") if line.get(key) is not None}
    return {**line, **turned, **({"quantity": -line["quantity"]} if line.get("quantity") is not None else {})}


def _as_line(place: int, line: dict[str, Any]) -> dict[str, Any]:
    """A line as the store keeps it, its product still by name."""
    keys = ("product", "unit", "quantity", "price", "amount", "discount", "cost")
    kept: dict[str, Any] = {key: line[key] for key in keys if key in line}
    return {"position": place, **kept, **({"name": line["goods"]} if "goods" in line else {})}
