"""Orders with their lines, written in one step; the order's sums follow its lines (domain/30 C10). In fen, without tax.

What is doubtful is told by ``doubts`` and refused by nobody; what cannot be right is a ValidationError beside its field.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.currencies import CNY
from app.analysis.figures import half_up
from app.errors import ValidationError
from app.formats import today
from app.i18n import N_
from app.i18n import gettext_text as _
from app.models import Customer
from app.models.order import Order, OrderLine
from app.services import product_prices, records

Values = Mapping[str, Any]
SUMS = ("gross", "discount", "net", "tax", "total", "cost")
_LINE_SUMS = ("quantity", "discount", "amount", "cost")
RETURN, DRAFT, CANCELLED, DELIVERED = "return", "draft", "cancelled", "delivered"
NEVER_SERVED = N_("{name} is never served: no new order is taken. Receivables and open complaints go on.")
_TAX_RATES = {"13": Decimal("0.13"), "9": Decimal("0.09"), "6": Decimal("0.06"), "3": Decimal("0.03"), "1": Decimal("0.01"),
              "0": Decimal(0)}  # fmt: skip


def save(session: Session, values: Values, lines: Sequence[Values] | None = None, order_id: UUID | None = None) -> UUID:
    """Write an order, a new one or the one of ``order_id``; ``lines`` are all its lines (those with an ``id`` are changed, those
    missing go), None leaves them. With lines the sums are theirs; without any the amounts stay as typed. What came back is kept
    with amounts above zero: whoever types them below zero means the same."""
    given = {key: value for key, value in values.items() if key not in SUMS or not lines}
    before = records.get(session, Order, order_id) if order_id is not None else {}
    whole = {**before, **given}
    begins = before.get("state") == DRAFT and whole.get("state") not in (DRAFT, CANCELLED)
    if begins or whole.get("customer_id") != before.get("customer_id"):
        _require_served(session, whole.get("customer_id"))
    if lines is None:
        lines = lines_of(session, order_id) if order_id is not None else ()
    full = [priced(session, line, whole.get("ordered_on") or today()) for line in lines]
    rate = _tax_rate(session, whole.get("customer_id"))
    sums = sums_of(full, rate) if full else _as_typed(whole, rate, before)
    if whole.get("kind") == RETURN and (sums["net"] or 0) < 0:
        full = [{**line, **{key: -line[key] for key in _LINE_SUMS if line.get(key) is not None}} for line in full]
        sums = sums_of(full, rate) if full else {key: abs(one) for key, one in {**given, **sums}.items() if key in SUMS and one}
    given |= sums
    if order_id is None:
        order_id = records.create(session, Order, {key: value for key, value in given.items() if value not in (None, "")})
    else:
        records.update(session, Order, order_id, given)
    _write_lines(session, order_id, full)
    return order_id


def _require_served(session: Session, customer_id: UUID | None) -> None:
    if name := never_served(session, customer_id):
        raise ValidationError(NEVER_SERVED, field="customer_id", name=name)


def never_served(session: Session, customer_id: UUID | None) -> str:
    """The name of a customer that is never served; the empty text for any other."""
    customer: Values = records.get(session, Customer, customer_id) if customer_id is not None else {}
    is_never = "never" in (customer.get("grade"), customer.get("status"))
    return str(customer["short_name"] or customer["name"]) if is_never else ""


def never_served_since(session: Session) -> dict[UUID, tuple[date, str]]:
    """Customers that are never served: since which day (the first there is where nobody noted it), and their names."""
    from app.models.grading import NeverServe  # few orders meet one

    c, n = Customer, NeverServe
    told = sa.and_(n.customer_id == c.id, n.deleted_at.is_(None), n.effective_on.is_not(None))
    rows = sa.select(c.id, c.short_name, c.name, sa.func.max(n.effective_on)).outerjoin(n, told)
    where = (c.deleted_at.is_(None), sa.or_(c.grade == "never", c.status == "never"))
    found = session.execute(rows.where(*where).group_by(c.id, c.short_name, c.name))
    return {key: (since or date.min, short or name) for key, short, name, since in found}


def lines_of(session: Session, order_id: UUID) -> tuple[dict[str, Any], ...]:
    """An order's lines in their order."""
    line = OrderLine
    found = sa.select(line.id).where(line.order_id == order_id, line.deleted_at.is_(None)).order_by(line.position, line.id)
    return tuple(records.get(session, OrderLine, key) for key in session.scalars(found).all())


def priced(session: Session, line: Values, day: date) -> dict[str, Any]:
    """A line with its amount and cost: what is given stands; else quantity × price (its own, or the product's list price on the
    day) - discount, half up to the fen, and the product's cost on the day × quantity. ValidationError where no amount follows."""
    full = dict(line)
    quantity = full.get("quantity")
    known = _price(session, full.get("product_id"), day)
    if full.get("price") is None and quantity is not None and full.get("amount") is None and known is not None:
        full["price"] = known.price
    full["amount"] = line_amount(full)
    if full["amount"] is None:
        raise ValidationError(N_("A line needs an amount, or a quantity and a price."), field="amount")
    if full.get("cost") is None and quantity is not None and known is not None and known.cost is not None:
        full["cost"] = int(half_up(quantity * known.cost * 100))
    return full


def line_amount(line: Values) -> int | None:
    """What a line comes to, in fen: as typed, else quantity × price less the discount; None where neither is known."""
    if line.get("amount") is not None:
        return int(line["amount"])
    quantity, price = line.get("quantity"), line.get("price")
    return None if quantity is None or price is None else int(half_up(quantity * price * 100)) - (line.get("discount") or 0)


def _price(session: Session, product_id: UUID | None, day: date) -> product_prices.Price | None:
    return None if product_id is None else product_prices.prices(session, [product_id], day).get(product_id)


def sums_of(lines: Iterable[Values], tax_rate: Decimal | None) -> dict[str, int | None]:
    """An order's sums from its lines; the cost is known only where each line's is, the tax only where the rate is."""
    several = list(lines)
    net = sum(line["amount"] for line in several)
    discount = sum(line.get("discount") or 0 for line in several)
    costs = [line.get("cost") for line in several if line["amount"] or line.get("cost")]
    tax = None if tax_rate is None else int(half_up(net * tax_rate))
    cost = None if any(each is None for each in costs) else sum(each or 0 for each in costs)
    return {"gross": net + discount, "discount": discount or None, "net": net, "tax": tax,
            "total": net + tax if tax is not None else None, "cost": cost}  # fmt: skip


def _as_typed(whole: Values, rate: Decimal | None, before: Values) -> dict[str, Any]:
    """Amounts of an order without lines: of net and total the one that is missing follows from the tax, or equals the other. A
    net amount that is new brings the tax of the customer's rate, where nobody typed another."""
    net, tax, total = whole.get("net"), whole.get("tax"), whole.get("total")
    is_untouched = (tax, total) == (before.get("tax"), before.get("total"))
    if net is not None and rate is not None and net != before.get("net") and is_untouched:
        tax, total = int(half_up(net * rate)), None
    if net is None and total is not None:
        net = total - (tax or 0)
    if net is None:
        raise ValidationError(N_("An order needs an amount, or lines."), field="net")
    return {"net": net, "tax": tax, "total": total if total is not None else net + tax if tax is not None else None}


def with_tax(session: Session, values: Values) -> int:
    """What an order comes to with tax, as it stands in a form: its total, else net and tax, that of the customer's rate where
    none is typed; the net amount where nobody knows the rate."""
    if values.get("total") is not None:
        return int(values["total"])
    net, tax = int(values.get("net") or 0), values.get("tax")
    rate = _tax_rate(session, values.get("customer_id"))
    return net + int(tax if tax is not None else half_up(net * (rate or Decimal(0))))


def _tax_rate(session: Session, customer_id: UUID | None) -> Decimal | None:
    code = records.get(session, Customer, customer_id)["tax_rate"] if customer_id is not None else None
    return _TAX_RATES.get(str(code)) if code else None


def _write_lines(session: Session, order_id: UUID, lines: Sequence[Values]) -> None:
    kept = {line["id"] for line in lines if line.get("id")}
    gone = [line["id"] for line in lines_of(session, order_id) if line["id"] not in kept]
    records.delete(session, OrderLine, gone)
    for place, line in enumerate(lines, 1):
        own = {key: line.get(key) for key in ("product_id", "name", "quantity", "unit", "price", "discount", "amount", "cost")}
        if line.get("id"):
            records.update(session, OrderLine, line["id"], {**own, "position": place})
        else:
            filled = {key: value for key, value in own.items() if value is not None}
            records.create(session, OrderLine, {**filled, "order_id": order_id, "position": place})


def recompute(session: Session, ids: Iterable[UUID]) -> int:
    """Bring the sums of orders in line with their lines again (a merge may have changed those); how many differed."""
    changed = 0
    for key in ids:
        lines = lines_of(session, key)
        if lines:
            order = records.get(session, Order, key)
            changed += records.update(session, Order, key, sums_of(lines, _tax_rate(session, order["customer_id"])))
    return changed


def cancel(session: Session, order_id: UUID) -> None:
    """It does not count any more; its lines stay to be read."""
    records.update(session, Order, order_id, {"state": CANCELLED})


def deliver(session: Session, order_id: UUID, day: date | None = None) -> None:
    """The goods were delivered, today unless said otherwise."""
    records.update(session, Order, order_id, {"state": DELIVERED, "delivered_on": day or today()})


def doubts(session: Session, values: Values) -> tuple[str, ...]:
    """What to look at again before an order is saved: sentences, nothing is refused for them."""
    found = []
    net = values.get("net")
    if net is not None and net <= 0:
        found.append(_("The amount is not above zero. Goods that came back are a return of goods."))
    if values.get("currency") not in (None, "", CNY):
        found.append(_("Amounts in {currency} are kept, but stand in no sum or analysis.").format(currency=values["currency"]))
    found += _return_doubts(session, values)
    return tuple(found)


def _return_doubts(session: Session, values: Values) -> list[str]:
    if values.get("kind") != RETURN:
        return []
    origin = values.get("returned_order_id")
    if origin is not None:
        sold = records.get(session, Order, origin)
        if values.get("ordered_on") and values["ordered_on"] < sold["ordered_on"]:
            return [_("The goods came back on {day}, before they were ordered on {sold}.").format(
                day=values["ordered_on"], sold=sold["ordered_on"])]  # fmt: skip
        return []
    o = Order
    earlier = sa.select(o.id).where(o.customer_id == values.get("customer_id"), o.kind != RETURN, o.deleted_at.is_(None),
                                    o.ordered_on <= (values.get("ordered_on") or today())).limit(1)  # fmt: skip
    return [] if session.scalar(earlier) else [_("This customer ordered nothing before that day.")]
