"""The file the figures are measured on: generated, seeded, with the shapes of real data (long tails, common name parts).

Rows are inserted without the change log: the budgets speak of reading and of single saves, and a log of a million
insertions would only make the file larger.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.models import Complaint, Contact, Customer, Employee, Entity, Visit, fields_of
from app.models.base import table_of
from app.models.types import uuid7
from app.store.engine import migration_engine
from app.store.search import index_records
from app.store.store import create

CUSTOMERS, PEOPLE, VISITS, COMPLAINTS = 100_000, 300_000, 500_000, 200_000
_PLACES = "华东南西北海江宁山云川泽长安同金松石平新光天泰德信永和兴盛恒昌隆裕丰瑞祥福康宏远大成达通汇联合众创科启明"
_TRADES = (
    "钢构",
    "泵业",
    "机电设备",
    "仪表",
    "物流",
    "五金",
    "塑业",
    "阀门制造",
    "环保工程",
    "电气",
    "包装材料",
    "轴承",
    "丝网",
    "化工",
    "纺织",
    "食品",
)
_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "厂", "商行", "集团有限公司")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢单仇解查盖区朴翟"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰飞鹏宇浩然子轩"
_TODAY = date(2026, 11, 20)
_CHUNK = 5000


def _moment(rng: random.Random, days: int) -> datetime:
    start = datetime(_TODAY.year, _TODAY.month, _TODAY.day, 1, tzinfo=UTC)
    return start - timedelta(days=rng.randrange(days), minutes=rng.randrange(540))


def _employees(rng: random.Random) -> Iterator[dict[str, Any]]:
    for index in range(20):
        yield {"name": _person(rng), "level": "rep" if index else "cxo"}


def _person(rng: random.Random) -> str:
    return rng.choice(_SURNAMES) + "".join(rng.choices(_GIVEN, k=rng.choice((1, 2, 2))))


def _customers(rng: random.Random, owners: list[Any]) -> Iterator[dict[str, Any]]:
    for index in range(CUSTOMERS):
        name = "".join(rng.choices(_PLACES, k=2)) + rng.choice(_TRADES) + rng.choice(_FORMS)
        yield {
            "code": f"KH{index + 1:06d}",
            "name": name,
            "kind": "company",
            "owner_id": rng.choice(owners),
            "grade": rng.choice(("gold", "silver", "silver", "ordinary", "ordinary", "ordinary", "watch")),
            "status": rng.choice(("active", "active", "active", "at_risk", "lost", "prospect")),
            "phone": f"0{rng.randrange(10, 999)}-{rng.randrange(10**7, 10**8)}",
            "mobile": f"1{rng.randrange(3 * 10**9, 10**10)}",
            "address": f"{rng.choice(_PLACES)}{rng.choice(_PLACES)}路{rng.randrange(900)}号",
            "last_contact_at": _moment(rng, 700),
        }


def _people(rng: random.Random, customers: list[Any]) -> Iterator[dict[str, Any]]:
    for index in range(PEOPLE):
        yield {
            "customer_id": customers[index % len(customers)],
            "name": _person(rng),
            "title": rng.choice(("总经理", "采购", "工程师", "财务")),
            "phone": f"1{rng.randrange(3 * 10**9, 10**10)}",
            "role": rng.choice(("decider", "buyer", "user", "influencer")),
            "birthday": date(rng.randrange(1960, 2000), rng.randrange(1, 13), rng.randrange(1, 28)),
        }


def _visits(rng: random.Random, customers: list[Any], owners: list[Any]) -> Iterator[dict[str, Any]]:
    for index in range(VISITS):
        at = _moment(rng, 730)
        planned = index % 50 == 0
        yield {
            "number": f"BF{at:%Y%m}-{index:04d}",
            "customer_id": rng.choice(customers),
            "owner_id": rng.choice(owners),
            "kind": "visit",
            "state": "planned" if planned else "done",
            "planned_on": _TODAY + timedelta(days=rng.randrange(-5, 60)) if planned else at.date(),
            "happened_at": None if planned else at,
            "purpose": rng.choice(("季度回访", "新品介绍", "对账", "催款", "技术交流")),
        }


def _complaints(rng: random.Random, customers: list[Any], owners: list[Any]) -> Iterator[dict[str, Any]]:
    for index in range(COMPLAINTS):
        at = _moment(rng, 1500)
        closed = at + timedelta(days=rng.randrange(1, 14))
        is_open = closed.date() > _TODAY
        yield {
            "number": f"TS{at:%Y%m}-{index:04d}",
            "subject": rng.choice(("尺寸超差", "到货短缺", "发票错误", "返利未兑现", "轴承异响")),
            "customer_id": rng.choice(customers),
            "received_at": at,
            "state": "S40" if is_open else "S90",
            "first_owner_id": rng.choice(owners),
            "handler_id": rng.choice(owners),
            "severity": rng.choice(("S1", "S2", "S2", "S3")),
            "priority": rng.choice(("P2", "P3", "P4")),
            "category": rng.choice(("10", "20", "30", "60")),
            "close_due": at + timedelta(days=9),
            "closed_at": None if is_open else closed,
        }


def _insert(session: Session, entity: type[Entity], rows: Iterator[dict[str, Any]]) -> list[Any]:
    table, stamp = table_of(entity), datetime.now(UTC)
    flags = {key: False for key, field in fields_of(entity).items() if field.kind == "flag"}
    ids, chunk = [], []
    for row in rows:
        ids.append(uuid7())
        chunk.append({**flags, **row, "id": ids[-1], "row_version": 1, "created_at": stamp, "updated_at": stamp})
        if len(chunk) == _CHUNK:
            session.execute(sa.insert(table), chunk)
            chunk = []
    if chunk:
        session.execute(sa.insert(table), chunk)
    index_records(session, entity, ids)
    print(f"{entity.entity}: {len(ids):,}", file=sys.stderr)
    return ids


def generate(path: Path) -> None:
    """Make the benchmark's data file (a few minutes)."""
    create(path).close()
    rng = random.Random(20261122)
    engine = migration_engine(path)
    with Session(engine) as session:
        owners = _insert(session, Employee, _employees(rng))
        customers = _insert(session, Customer, _customers(rng, owners))
        _insert(session, Contact, _people(rng, customers))
        _insert(session, Visit, _visits(rng, customers, owners))
        _insert(session, Complaint, _complaints(rng, customers, owners))
        session.execute(sa.text("ANALYZE"))
        session.commit()
    engine.dispose()


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
