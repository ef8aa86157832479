"""A firm with much business: 20,000 customers, 300,000 orders of a million lines, invoices, receipts, costs over three years.

A file of its own beside the large one, seeded, rows inserted without the change log (see ``generate``).
"""

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Customer, Employee, Entity, Product, fields_of
from app.models.base import table_of
from app.models.cost import Cost
from app.models.order import Order, OrderLine
from app.models.receivable import Allocation, Invoice, Receipt
from app.models.types import uuid7
from app.store.engine import migration_engine
from app.store.store import create

CUSTOMERS, ORDERS, LINES, INVOICES, COSTS, PRODUCTS = 20_000, 300_000, 1_000_000, 200_000, 40_000, 500
TODAY = date(2026, 11, 20)
DAYS = 1095
_CHUNK = 5_000


def generate(path: Path) -> None:
    """Make the file; half a minute to a minute."""
    create(path).close()
    engine = migration_engine(path)
    with Session(engine) as session:
        Maker(session, random.Random(7)).make()
        session.execute(sa.text("ANALYZE"))
        session.commit()
    engine.dispose()


class Maker:
    """Inserts in bulk and remembers the ids that later rows point to."""

    def __init__(self, session: Session, rng: random.Random) -> None:
        self.session, self.rng = session, rng

    def make(self) -> None:
        owners = self._insert(Employee, ({"name": f"业务{place:02d}"} for place in range(20)))
        products = self._insert(Product, ({"code": f"CP{place:06d}", "name": f"产品{place}"} for place in range(PRODUCTS)))
        customers = self._insert(Customer, ({"code": f"KH{place:06d}", "name": f"客户{place:05d}有限公司", "kind": "company",
                                             "owner_id": self.rng.choice(owners)} for place in range(CUSTOMERS)))  # fmt: skip
        orders = list(self._orders(customers))
        keys = self._insert(Order, iter(orders))
        self._insert(OrderLine, self._lines(keys, products))
        invoices = list(self._invoices(orders))
        billed = self._insert(Invoice, iter(invoices))
        receipts = [(place, one) for place, one in enumerate(invoices) if self.rng.random() < 0.9]
        paid = self._insert(Receipt, ({"number": f"SK{place:06d}", "customer_id": one["customer_id"], "amount": one["total"],
                                       "received_on": one["due_on"] + timedelta(days=self.rng.randrange(-20, 60))}
                                      for place, one in receipts))  # fmt: skip
        self._insert(Allocation, ({"receipt_id": key, "invoice_id": billed[place], "amount": one["total"]}
                                  for key, (place, one) in zip(paid, receipts, strict=True)))  # fmt: skip
        self._insert(Cost, self._costs(customers))

    def _orders(self, customers: list[Any]) -> Iterator[dict[str, Any]]:
        for place in range(ORDERS):
            net = int(self.rng.paretovariate(1.2) * 50_000)
            often = min(int(self.rng.paretovariate(0.6)) - 1, CUSTOMERS - 1)  # few buy much
            buyer = customers[often if place % 3 == 0 else self.rng.randrange(CUSTOMERS)]
            yield {
                "number": f"DD{place:07d}", "customer_id": buyer, "ordered_on": TODAY - timedelta(days=self.rng.randrange(DAYS)),
                "kind": "return" if self.rng.random() < 0.02 else "sale", "state": "delivered", "gross": net + net // 50,
                "discount": net // 50, "net": net, "total": net * 113 // 100, "cost": int(net * self.rng.uniform(0.55, 0.95)),
            }  # fmt: skip

    def _lines(self, orders: list[Any], products: list[Any]) -> Iterator[dict[str, Any]]:
        for place in range(LINES):
            amount = self.rng.randrange(1_000, 100_000)
            yield {
                "order_id": orders[place % len(orders)], "product_id": self.rng.choice(products),
                "position": place // len(orders), "amount": amount, "cost": int(amount * self.rng.uniform(0.6, 1.05)),
            }  # fmt: skip

    def _invoices(self, orders: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for place, one in enumerate(orders[:INVOICES]):
            day = one["ordered_on"] + timedelta(days=3)
            yield {"number": f"FP{place:06d}", "customer_id": one["customer_id"], "kind": "invoice", "issued_on": day,
                   "due_on": day + timedelta(days=30), "total": one["total"]}  # fmt: skip

    def _costs(self, customers: list[Any]) -> Iterator[dict[str, Any]]:
        for _place in range(COSTS):
            yield {
                "customer_id": self.rng.choice(customers), "kind": self.rng.choice(("service", "logistics", "gifts")),
                "spent_on": TODAY - timedelta(days=self.rng.randrange(DAYS)), "amount": self.rng.randrange(5_000, 80_000),
            }  # fmt: skip

    def _insert(self, entity: type[Entity], rows: Iterator[Mapping[str, Any]]) -> list[Any]:
        keys: list[Any] = []
        chunk: list[dict[str, Any]] = []
        stamp = datetime.now(UTC)
        defaults: dict[str, Any] = {key: False for key, field in fields_of(entity).items() if field.kind == "flag"}
        defaults |= {"row_version": 1, "created_at": stamp, "updated_at": stamp}
        for row in rows:
            chunk.append(defaults | dict(row) | {"id": uuid7()})
            keys.append(chunk[-1]["id"])
            if len(chunk) == _CHUNK:
                self.session.execute(table_of(entity).insert(), chunk)
                chunk = []
        if chunk:
            self.session.execute(table_of(entity).insert(), chunk)
        return keys
