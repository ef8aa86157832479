"""Share of wallet (C21): what a customer buys from us of what it buys at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.analysis.figures import Figure, ratio
from app.analysis.share_of_wallet import Wallet, share_of_wallet
from app.models import Customer
from app.models.base import in_view, table_of
from app.models.customer_parts import Need
from app.services.business import worth
from app.services.business.clients import Analysed, Line, clients
from app.services.business.kept import kept
from app.services.business.period import Period
from app.services.business.sums import left_out, sales

NEEDS, PURCHASES = "needs", "purchases"
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Share:
    """``ours``: net sales of the period; ``total``: what the customer buys in as many months, from its ``needs`` where any has an
    amount, else from its yearly ``purchases`` ("" and None: nobody knows). In fen."""

    ours: int
    total: int | None
    source: str
    wallet: Wallet


def wallets(session: Session, period: Period) -> Analysed[Share, Figure]:
    """C21 of every customer that bought or whose purchases are known, the largest potential first; ``company`` is the share of
    those together whose total is known and not doubtful."""
    return kept(session, ("wallets", period), lambda: _wallets(session, period))


def _wallets(session: Session, period: Period) -> Analysed[Share, Figure]:
    known, bought, totals = clients(session), sales(session, period), _totals(session)
    lines = []
    for key in {*bought, *totals}:
        if key in known:
            ours = bought[key].net if key in bought else 0
            yearly, source = totals.get(key, (None, ""))
            total = None if yearly is None else yearly * period.months // _YEAR
            lines.append(Line(known[key], Share(ours, total, source, share_of_wallet(ours, total))))
    lines.sort(key=lambda line: (-(line.row.wallet.potential.value or -1), -line.row.ours, line.client.key))
    sure = [line.row for line in lines if line.row.wallet.share.value is not None and not line.row.wallet.doubtful]
    together = ratio(sum(max(row.ours, 0) for row in sure), sum(row.total or 0 for row in sure) if sure else None)
    return Analysed(tuple(lines), together, worth.parameters(period), left_out(session, period))


def _totals(session: Session) -> Mapping[UUID, tuple[int, str]]:
    """What each customer buys in a year, and where that is said."""
    customer, need = table_of(Customer), table_of(Need)
    yearly = sa.select(customer.c.id, customer.c.yearly_purchases).where(customer.c.yearly_purchases.is_not(None))
    found = {key: (int(amount), PURCHASES) for key, amount in session.execute(yearly.where(*in_view(Customer)))}
    parts = sa.select(need.c.customer_id, sa.func.sum(need.c.yearly_amount)).where(need.c.deleted_at.is_(None))
    for key, amount in session.execute(parts.where(need.c.yearly_amount.is_not(None)).group_by(need.c.customer_id)):
        found[key] = int(amount), NEEDS
    return found
