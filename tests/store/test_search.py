"""What a search finds: characters, pinyin, initials of every reading, any part of a phone; never raw FTS syntax."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.models import Contact, Customer
from app.models.session import finder
from app.services import records
from app.store.search import match_expression, rebuild
from app.store.store import Store


def found(store: Store, text: str, entity=Customer) -> list[str]:
    def names(session):
        wanted = sa.select(entity.name).where(finder(session).matches(entity, text), entity.deleted_at.is_(None))
        return sorted(session.scalars(wanted))

    return store.read(names)


@pytest.fixture
def filled(store: Store) -> Store:
    rows = [
        {"name": "华信钢构有限公司", "phone": "0755-8888 8801 转 801", "code": "KH000123"},
        {"name": "单氏泵业", "phone": "+86 138 0013 8000", "tags": "重点, 展会"},
        {"name": "Łódź Pumps <b>& Co</b>", "email": "ann@pumps.example"},
        {"name": "2号仓储Ａ公司", "notes": "答应周四前给结果"},
    ]
    store.write("Import", records.create_many, Customer, rows)
    return store


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("信", ["华信钢构有限公司"]),
        ("钢构", ["华信钢构有限公司"]),
        ("华钢", []),
        ("hxgg", ["华信钢构有限公司"]),
        ("xg", ["华信钢构有限公司"]),
        ("huaxin", ["华信钢构有限公司"]),
        ("gangg", ["华信钢构有限公司"]),
        ("ss", ["单氏泵业"]),
        ("ds", ["单氏泵业"]),
        ("shanshi", ["单氏泵业"]),
        ("8801", ["华信钢构有限公司"]),
        ("0013", ["单氏泵业"]),
        ("138 0013", ["单氏泵业"]),
        ("kh000123", ["华信钢构有限公司"]),
        ("0123", ["华信钢构有限公司"]),
        ("展会", ["单氏泵业"]),
        ("lodz", ["Łódź Pumps <b>& Co</b>"]),
        ("ann@pumps", ["Łódź Pumps <b>& Co</b>"]),
        ("a公司", ["2号仓储Ａ公司"]),
        ("周四", ["2号仓储Ａ公司"]),
        ("华 信钢", ["华信钢构有限公司"]),
    ],
)
def test_finds(filled: Store, text: str, names: list[str]) -> None:
    assert found(filled, text) == names


@pytest.mark.parametrize(
    "text", ["%", "_", '"', "a-b", "AND", "C++", "NEAR(", "*", "(CASE", "^", "x" * 50_000, "\x00", "'; DROP"]
)
def test_no_input_is_query_syntax(filled: Store, text: str) -> None:
    assert isinstance(found(filled, text), list)


def test_deleted_records_are_not_found_and_come_back(filled: Store) -> None:
    record_id = filled.read(lambda s: s.scalar(sa.select(Customer.id).where(Customer.name == "单氏泵业")))
    filled.write("Deleted", records.delete, Customer, [record_id])
    assert found(filled, "泵业") == []
    filled.undo()
    assert found(filled, "泵业") == ["单氏泵业"]


def test_people_are_found_by_their_customers_present_name(filled: Store) -> None:
    record_id = filled.read(lambda s: s.scalar(sa.select(Customer.id).where(Customer.name == "单氏泵业")))
    filled.write("p", records.create, Contact, {"name": "王工", "customer_id": record_id})
    assert found(filled, "泵业", Contact) == ["王工"]
    filled.write("r", records.update, Customer, record_id, {"name": "单氏阀门"})
    assert found(filled, "泵业", Contact) == []
    assert found(filled, "阀门 王", Contact) == ["王工"]


def test_a_rebuilt_index_finds_the_same(filled: Store) -> None:
    before = [found(filled, text) for text in ("公司", "hx", "138", "ds")]
    filled.quietly(rebuild)
    assert [found(filled, text) for text in ("公司", "hx", "138", "ds")] == before


@given(st.text(max_size=60))
def test_every_text_gives_a_valid_expression(text: str) -> None:
    expression = match_expression(text)
    assert expression.count('"') % 2 == 0
