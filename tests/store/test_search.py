"""What a search finds: characters, pinyin, initials of every reading, any part of a phone; never raw FTS syntax."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models import Contact, Customer
from app.models.session import Way, finder
from app.services import records
from app.store.search import rebuild
from app.store.store import Store, open_file
from app.store.tokens import match_expression, words

WAYS: tuple[Way, ...] = ("found", "walked", "asked")
# what the two sides could part or fold differently: signs that fall apart, accents, digits of other scripts, new characters
TRICKY = st.sampled_from("公司有华单ab AB éß1٣½ﷺ⒈㈱ªℋÅİŉ-_.'\"*\x00\u0301\u0345\U00030000\U0001f600가กำᦰ")


def found(store: Store, text: str, entity=Customer, way: Way = "found") -> list[str]:
    def names(session):
        wanted = sa.select(entity.name).where(finder(session).matches(entity, text, way), entity.deleted_at.is_(None))
        return sorted(session.scalars(wanted))

    return store.read(names)


@pytest.fixture
def filled(store: Store) -> Store:
    rows = [
        {"name": "华信钢构有限公司", "phone": "0755-8888 8801 转 801", "code": "KH000123"},
        {"name": "单氏泵业", "phone": "+86 138 0013 8000", "tags": "重点, 展会"},
        {"name": "Łódź Pumps <b>& Co</b>", "email": "ann@pumps.example"},
        {"name": "2号仓储Ａ公司", "notes": "答应周四前给结果"},
        {"name": "\U00030000氏㈱"},
        {"name": "한국A"},
        {"name": "ᦰᦱ"},
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
        ("\U00030000", ["\U00030000氏㈱"]),
        ("株", ["\U00030000氏㈱"]),
        ("국", ["한국A"]),
        ("ᦰ", ["ᦰᦱ"]),
        ("０７５５", ["华信钢构有限公司"]),
    ],
)
def test_finds(filled: Store, text: str, names: list[str]) -> None:
    assert [found(filled, text, way=way) for way in WAYS] == [names] * 3


@pytest.mark.parametrize(
    "text", ["%", "_", '"', "a-b", "AND", "C++", "NEAR(", "*", "(CASE", "^", "x" * 50_000, "\x00", "'; DROP"]
)
def test_no_input_is_query_syntax(filled: Store, text: str) -> None:
    assert [found(filled, text, way=way) for way in WAYS] == [found(filled, text)] * 3


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


@pytest.fixture(scope="module")
def growing(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One file that each example adds a record to."""
    store = open_file(Path(shutil.copy(template, tmp_path_factory.mktemp("search") / "data.db")))
    yield store
    store.close()


NAMES = st.text(TRICKY | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(NAMES.filter(lambda text: text.replace("\0", "").strip()), st.data())
@settings(deadline=None)
def test_every_way_finds_the_same(growing: Store, name: str, data: st.DataObject) -> None:
    row = {
        "name": name.strip(),
        "notes": data.draw(st.text(TRICKY, max_size=20)),
        "phone": data.draw(st.text("12 -٣４", max_size=12)),
    }
    growing.write("c", records.create, Customer, row)
    start = data.draw(st.integers(0, len(name) - 1))
    for text in (name[start : start + data.draw(st.integers(1, 4))], data.draw(st.text(TRICKY, max_size=5)), row["phone"][-4:]):
        names = found(growing, text)
        assert found(growing, text, way="walked") == names
        assert found(growing, text, way="asked") == names


@given(st.text(TRICKY | st.characters(exclude_categories=["Cs"])))
def test_tokens_are_folded_for_good(text: str) -> None:
    tokens = words(text)
    assert words(" ".join(tokens)) == tokens


def test_what_goes_in_bulk_is_wiped_out_of_the_index_too(store, monkeypatch):
    from app.store import search

    monkeypatch.setattr(search, "_MANY", 2)
    rows = [{"name": f"Geheimnis{number}"} for number in range(6)]
    store.write("In", records.create_many, Customer, rows)
    store.write("Stays", records.create, Customer, {"name": "Bleibt"})
    store.undo()
    store.undo()

    def kept(session):
        blobs = session.execute(sa.text("SELECT block FROM search_customers_data")).scalars()
        return b"".join(bytes(block) for block in blobs)

    assert b"geheimnis" not in store.read(kept)
    store.redo()
    assert b"geheimnis" in store.read(kept)
    assert found(store, "geheimnis4") == ["Geheimnis4"]
