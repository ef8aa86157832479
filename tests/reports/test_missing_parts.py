"""Parts the papers of business once lacked: channels, causes of losses, care by class, white space, products by customers."""

import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from app import reports
from app.formats import today
from app.models import Complaint, Contact, Customer, Product, Visit
from app.models.account_plan import PortfolioDecision
from app.models.care import CarePlan
from app.models.grading import NeverServe
from app.models.order import Order
from app.models.types import now_utc
from app.reports.document import Block, Document, SideBySide, Table
from app.reports.pdf import render_bytes
from app.services import orders, records
from app.store.store import Store
from tests.reports.reading import squeezed

AS_OF = today()
DAY = timedelta(days=1)


def _paper(store: Store, kind: str, language: str = "en", **more: Any) -> Document:
    document: Document = store.read(reports.build, kind, language, **more)
    return document


def _text(document: Document) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(render_bytes(document)[0])).pages))


def _tables(blocks: tuple[Block, ...]) -> list[Table]:
    found: list[Table] = []
    for block in blocks:
        found += [block] if isinstance(block, Table) else _tables(block.blocks) if isinstance(block, SideBySide) else []
    return found


def _captioned(document: Document, caption: str) -> Table:
    return next(table for table in _tables(document.blocks) if table.caption == caption)


def _customer(session: Any, name: str, **more: Any) -> UUID:
    key: UUID = records.create(session, Customer, {"name": name, **more})
    return key


def _bought(session: Any, customer: UUID, product: UUID, ago: int, amount: int, cost: int, **more: Any) -> None:
    line = {"product_id": product, "quantity": 1, "amount": amount, "cost": cost}
    orders.save(session, {"customer_id": customer, "ordered_on": AS_OF - ago * DAY, **more}, [line])


@pytest.fixture
def goods(store: Store) -> dict[str, UUID]:
    """甲 buys valves and once bought pumps; 乙 and 丙 of its industry buy pumps, 丁 of another gaskets, and belts at a loss."""

    def fill(session: Any) -> dict[str, UUID]:
        made = {name: records.create(session, Product, {"name": name}) for name in ("阀门", "水泵", "垫片", "皮带")}
        made |= {name: _customer(session, name, industry="C") for name in "甲乙丙"}
        made["丁"] = _customer(session, "丁", industry="F")
        sold = (("甲", "阀门", 20, 9000, 1000), ("甲", "水泵", 500, 9000, 1000), ("乙", "水泵", 20, 5000, 3000),
                ("丙", "水泵", 20, 5000, 3000), ("丁", "垫片", 20, 90_000, 10_000), ("丁", "皮带", 20, 4000, 6000))  # fmt: skip
        for customer, product, ago, amount, cost in sold:
            _bought(session, made[customer], made[product], ago, amount, cost, channel="直销" if customer == "丁" else None)
        return made

    done: dict[str, UUID] = store.write("x", fill).value
    return done


def test_what_its_industry_buys_stands_before_what_earns_more(store: Store, goods: dict[str, UUID]) -> None:
    paper = _paper(store, "customer", customer=goods["甲"])
    space = _captioned(paper, "White space: products that earn and that it did not buy in 12 months")
    assert space.rows == (
        ("水泵", 2, 2, "¥100.00", "¥40.00", AS_OF - 500 * DAY), ("垫片", 1, 0, "¥900.00", "¥800.00", "never"))  # fmt: skip
    assert "垫片10¥900.00¥800.00never" in _text(paper)


def test_products_by_customers_carry_their_marks(store: Store, goods: dict[str, UUID]) -> None:
    paper = _paper(store, "profit", day=AS_OF)
    matrix = _captioned(paper, "Product × customer: the largest of both by net sales")
    assert [column.label for column in matrix.columns] == ["Product", "丁", "甲", "乙", "丙"]
    cells = {row[0]: row[1:5] for row in matrix.rows}
    assert cells == {"垫片": ("++", "", "", ""), "水泵": ("", "", "+", "+"), "阀门": ("", "+", "", ""), "皮带": ("−", "", "", "")}
    assert "阀门+" in _text(paper)


def test_the_channels_of_the_orders_are_counted(store: Store, goods: dict[str, UUID]) -> None:
    paper = _paper(store, "customers", day=AS_OF)
    channels = next(table for table in _tables(paper.blocks) if table.columns[0].label == "Channel")
    assert channels.rows == (("直销", 1, "¥940.00", "83.2%"), ("Not filled in", 3, "¥190.00", "16.8%"))
    assert "直销1¥940.0083.2%" in _text(paper)


def _losses(session: Any) -> None:
    """Four were lost: one after a complaint and a visit called off, one never served, one given up, one without a word."""
    gone = {name: _customer(session, name) for name in ("怨", "拒", "弃", "默")}
    for place, key in enumerate(gone.values()):
        for ago in (700, 640, 580, 520 - 60 + place):
            records.create(session, Order, {"customer_id": key, "ordered_on": AS_OF - ago * DAY, "net": 1000 * (9 - place)})
    case = {"customer_id": gone["怨"], "received_at": now_utc() - 100 * DAY, "state": "S20", "subject": "x", "text": "x"}
    records.create(session, Complaint, case)
    visit = {"customer_id": gone["怨"], "state": "cancelled", "missed": "customer", "planned_on": AS_OF - 90 * DAY}
    records.create(session, Visit, visit)
    records.create(session, Contact, {"customer_id": gone["怨"], "name": "王", "role": "decider", "has_left": True})
    never = {"customer_id": gone["拒"], "applied_on": AS_OF - 60 * DAY, "reason": "fraud", "evidence": "x", "tried": "x",
             "state": "approved", "effective_on": AS_OF - 50 * DAY}  # fmt: skip
    records.create(session, NeverServe, never)
    records.create(session, PortfolioDecision, {"customer_id": gone["弃"], "decision": "exit", "decided_on": AS_OF - 30 * DAY})


def test_beside_each_loss_stands_what_the_file_says(store: Store) -> None:
    store.write("x", _losses)
    paper = _paper(store, "customers", day=AS_OF)
    lost = _captioned(paper, "Lost in the period: causes")
    assert [(row[0], row[3]) for row in lost.rows] == [
        ("怨", "1 complaint. It called off 1 visit. Who decided there has left."), ("拒", "Never served: Fraud."),
        ("弃", "We decided to withdraw."), ("默", None),
    ]  # fmt: skip
    assert "Of1customerlostthefilesaysnothing." in _text(paper)


def test_care_stands_beside_the_policy_of_each_class(store: Store) -> None:
    store.write("x", _customer, "甲")
    for values in ({"occasion": "birthday"}, {"occasion": "festival", "festival": "spring", "grades": "gold,silver"},
                   {"occasion": "festival", "festival": "spring", "grades": "gold", "means": "card"},
                   {"occasion": "founding", "grades": "gold", "retired": True}):  # fmt: skip
        store.write("x", records.create, CarePlan, {"name": "计划", **values})
    paper = _paper(store, "customers", day=date(2026, 11, 20))
    plan = next(table for table in _tables(paper.blocks) if table.columns[0].label == "Class")
    place = [column.label for column in plan.columns].index("Care")
    assert [row[place] for row in plan.rows] == [
        "Birthday, Spring Festival", "Birthday, Spring Festival", "Birthday", "Birthday"]  # fmt: skip
