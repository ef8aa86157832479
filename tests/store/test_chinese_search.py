"""Traditional characters are found as simplified ones, and surnames by how they sound (domain/60 §6.5)."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.models import Contact, Customer
from app.models.session import finder
from app.services import lists, records
from app.services.lists import ListQuery
from app.store.pinyin import sort_key
from app.store.simplified import simplifying
from app.store.store import Store
from app.store.tokens import sounds, words

SURNAMES = {
    "单雄信": "shanxiongxin", "曾国藩": "zengguofan", "仇英": "qiuying", "解缙": "xiejin", "查良镛": "zhaliangyong",
    "盖聂": "genie",
    "区志": "ouzhi", "任正非": "renzhengfei", "朴树": "piaoshu", "翟墨": "zhaimo", "尉迟恭": "yuchigong", "万俟雪": "moqixue",
    "澹台镜": "tantaijing",
}  # fmt: skip


def found(store: Store, entity: type, text: str) -> list[str]:
    def names(session):
        return sorted(session.scalars(sa.select(entity.name).where(finder(session).matches(entity, text))))

    return store.read(names)


@pytest.fixture
def people(store: Store) -> Store:
    firm = store.write("x", records.create, Customer, {"name": "國泰銀行", "notes": "髮廊的後臺"}).value
    rows = [{"customer_id": firm, "name": name} for name in [*SURNAMES, "陳麗華"]]
    store.write("x", records.create_many, Contact, rows)
    return store


@pytest.mark.parametrize("text", ["国泰银行", "國泰", "银", "发廊", "後台", "后臺", "guotai", "gty"])
def test_traditional_and_simplified_find_each_other(people: Store, text: str) -> None:
    assert found(people, Customer, text) == ["國泰銀行"]


def test_what_is_stored_stays_traditional(people: Store) -> None:
    (row,) = people.read(lists.page, ListQuery("customers", ("name",), "name", text="国泰"), 0, 5)
    assert row.texts == ("國泰銀行",)
    assert found(people, Contact, "陈丽华") == ["陳麗華"]
    assert found(people, Contact, "chenlihua") == ["陳麗華"]


@pytest.mark.parametrize(("name", "sound"), SURNAMES.items())
def test_surnames_are_found_by_sound_and_initials(people: Store, name: str, sound: str) -> None:
    assert found(people, Contact, sound) == [name]
    syllables = sort_key(name).split()
    assert "".join(syllables) == sound
    assert name in found(people, Contact, "".join(part[0] for part in syllables))
    assert name in found(people, Contact, name[-1])


READINGS = {
    "宁波江北重庆路餐饮设备": ("cqlcy", "jbcql", "chongqing", "zqlcy", "jiangbeizhongqing", "ningbojiangbeichongqingluc"),
    "宁波保税区曾记贸易": ("zengji", "cengji", "bsqzj", "nbbsqzjmy"),
    "宁波高新区解氏科技": ("xieshi", "jieshi", "gxqxs"),
    "上海长城重工": ("changcheng", "ccz", "chengchonggong"),
    "乐清电气": ("yueqing", "leqing"),
}


def test_every_reading_of_a_character_inside_a_name_is_found(store: Store) -> None:
    store.write("x", records.create_many, Customer, [{"name": name} for name in READINGS])
    for name, texts in READINGS.items():
        assert [name] * len(texts) == [one for text in texts for one in found(store, Customer, text)], name


def test_a_name_without_such_characters_sounds_once() -> None:
    assert len([*sounds("华信钢构")]) == 8
    assert len([*sounds("宁波江北重庆路餐饮设备")]) < 2 * len([*sounds("宁波江北沈阳路餐饮设备")])


def test_a_number_with_its_letters_finds_no_other_kind_of_number(store: Store) -> None:
    store.write("x", records.create_many, Customer, [{"name": "甲", "code": "KH000001"}, {"name": "乙", "code": "QK000001"}])
    assert found(store, Customer, "QK000001") == ["乙"]
    assert found(store, Customer, "000001") == ["乙", "甲"]
    assert found(store, Customer, "kh0000") == ["甲"]


def test_a_place_is_no_surname() -> None:
    assert sort_key("单县机械厂") == "dan xian ji xie chang "
    assert sort_key("区域电网") == "qu yu dian wang "


def test_people_sort_by_their_surname(people: Store) -> None:
    rows = people.read(lists.page, ListQuery("contacts", ("name",), "name"), 0, 50)
    shown = [row.texts[0] for row in rows]
    assert shown == sorted(shown, key=sort_key)
    assert shown.index("尉迟恭") > shown.index("解缙")


@given(st.text(alphabet=list(map(chr, simplifying())), min_size=1, max_size=8))
def test_every_traditional_character_meets_its_simplified_one(text: str) -> None:
    table = simplifying()
    assert words(text) == words(text.translate(table)) or any(ord(str(table[ord(each)])) in table for each in text)
