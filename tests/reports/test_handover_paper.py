"""The hand-over list says how each customer is reached, who is there, and what waits."""

from datetime import date
from itertools import pairwise

from app.models import Contact, Customer, Employee, Visit
from app.reports import build
from app.reports.document import Heading, Table
from app.services import handover, records


def test_whoever_takes_over_finds_phones_people_and_what_waits(store):
    def made(entity, **values):
        return store.write("x", records.create, entity, values).value

    giver, taker = made(Employee, name="李四"), made(Employee, name="王五")
    one = made(Customer, name="甲公司", owner_id=giver, phone="0755 88880001")
    two = made(Customer, name="乙公司", owner_id=giver)
    made(Contact, customer_id=one, name="赵总", title="总经理", role="decider", phone="13800138000")
    made(Contact, customer_id=one, name="钱工", office_phone="010-88880002")
    made(Contact, customer_id=one, name="孙前", has_left=True, phone="13900139000")
    made(Visit, customer_id=one, owner_id=taker, state="planned", planned_on=date(2027, 3, 1))
    made(Visit, customer_id=one, owner_id=giver, state="planned", planned_on=date(2027, 1, 5))
    store.write("x", handover.hand_over, giver, {one: taker, two: taker})
    blocks = store.read(build, "handover", "en").blocks
    tables = {block.text: table for block, table in pairwise(blocks)
              if isinstance(block, Heading) and isinstance(table, Table)}  # fmt: skip
    rows = tables["Customers (2)"].rows
    assert [row[2:] for row in rows] == [
        ("甲公司", "0755-8888 0001", "赵总\n138 0013 8000", date(2027, 1, 5), None), ("乙公司", None, None, None, None),
    ]  # fmt: skip
    assert tables["People at these customers (2)"].rows == (
        ("甲公司", "赵总", "总经理", "Decider", "138 0013 8000"), ("甲公司", "钱工", None, None, "010-8888 0002"),
    )  # fmt: skip
    assert "Visits planned (1)" in tables
