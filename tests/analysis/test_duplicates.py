"""Which records look like one: the examples people quarrel about, and what must hold for any two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import identity
from app.analysis.duplicates import LIKELY, SAME, WEAK, Likeness, firm_likeness, person_likeness
from app.analysis.identity import Firm, Person


def firm(
    name: str, phone: str = "", code: str = "", address: str = "", region: str = "", sound: str = "", mail: str = ""
) -> Firm:
    return Firm(
        identity.company_key(name), name, identity.company_names(name), sound, identity.credit_key(code),
        identity.phone_keys(phone), identity.mail_keys(mail), identity.street_key(address), identity.town_key(region, address),
    )  # fmt: skip


def person(name: str, phone: str = "", birthday: str = "", owner: str = "", identity_no: str = "") -> Person:
    phones = identity.phone_keys(phone, extensions=True)
    return Person(identity.person_name(name), name, phones, frozenset(), identity_no, birthday, owner)


def strength(found: Likeness | None) -> str:
    return found.strength if found else ""


CODE, OTHER_CODE, NEAR = "91350100M000100Y43", "91110000600037341L", "91350100M000100Y4E"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (firm("国元证券"), firm("国元证券股份有限公司"), LIKELY),
        (firm("国元证券", phone="0551-62207968"), firm("国元证券股份有限公司", phone="62207968"), SAME),
        (firm("双利煤矿"), firm("双柳煤矿"), ""),
        (firm("双利煤矿", phone="0358-5501234"), firm("双柳煤矿", phone="03585501234"), WEAK),
        (firm("汇丰", code=CODE, region="上海"), firm("汇丰", code=OTHER_CODE, region="福建福州"), ""),
        (firm("汇丰", region="上海市"), firm("汇丰有限公司", region="福建省福州市"), WEAK),
        (firm("汇丰（上海）有限公司"), firm("汇丰(上海)有限公司"), LIKELY),
        (firm("江苏省无锡市华信钢构有限公司"), firm("江苏无锡华信钢构有限公司"), LIKELY),
        (firm("华信钢构有限公司", code=CODE), firm("全新名称有限公司", code=CODE), SAME),
        (firm("华信钢构有限公司", code=CODE), firm("华信钢构有限公司", code=NEAR), LIKELY),
        (firm("华信钢构", address="江苏省无锡市滨湖区蠡园路88号"), firm("华信钢构有限公司", address="蠡园路 88 号 3 楼"), SAME),
        (firm("华信钢构", address="无锡市蠡园路88号"), firm("华信钢构", address="苏州市人民路9号"), WEAK),
        (firm("宁江泵业", sound="ningjiangbengye"), firm("Ningjiang Bengye Co., Ltd.", sound="ningjiangbengye"), WEAK),
        (firm("Acme Inc.", mail="info@acme.com"), firm("ACME, Incorporated", mail="Info@Acme.com"), SAME),
        (firm("东川机电设备有限公司"), firm("西江塑业有限公司"), ""),
        (firm("东川机电设备有限公司", phone="0510-8888123"), firm("西江塑业有限公司", phone="0510-8888123"), WEAK),
    ],
)  # fmt: skip
def test_firms(one: Firm, other: Firm, expected: str) -> None:
    assert strength(firm_likeness(one, other)) == expected
    assert strength(firm_likeness(other, one)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (person("王伟", phone="138 0013 8000"), person("王 伟", phone="+86 13800138000"), SAME),
        (person("王伟", phone="13800138000"), person("李娜", phone="13800138000"), WEAK),
        (person("王伟", birthday="1980-05-01"), person("王伟", birthday="1980-05-01"), SAME),
        (person("王伟", birthday="--05-01"), person("王伟", birthday="1980-05-01"), ""),
        (person("王伟", birthday="--05-01", owner="1"), person("王伟", birthday="1980-05-01", owner="1"), LIKELY),
        (person("王伟", birthday="--05-02", owner="1"), person("王伟", birthday="1980-05-01", owner="1"), WEAK),
        (person("王伟", birthday="1980-05-01|lunar"), person("王伟", birthday="1980-05-01"), ""),
        (person("王伟", owner="1"), person("王伟", owner="1"), LIKELY),
        (person("王伟", owner="1", birthday="1980-05-01"), person("王伟", owner="1", birthday="1991-01-02"), WEAK),
        (person("王伟", owner="1"), person("王伟", owner="2"), ""),
        (person("Maria Braun", birthday="1980-05-01"), person("Braun Maria", birthday="1980-05-01"), SAME),
        (person("王伟", identity_no="1"), person("汪伟", identity_no="1"), SAME),
        (person("王伟", phone="0510-88881234 转 801"), person("王伟", phone="0510-88881234 转 802"), ""),
    ],
)
def test_people(one: Person, other: Person, expected: str) -> None:
    assert strength(person_likeness(one, other)) == expected
    assert strength(person_likeness(other, one)) == expected


FIRMS = st.builds(
    firm,
    st.sampled_from(["华信钢构", "华信钢构有限公司", "华兴钢构", "Acme Inc", "汇丰", ""]),
    st.sampled_from(["", "62207968", "0551-62207968"]),
    st.sampled_from(["", CODE, OTHER_CODE]),
    st.sampled_from(["", "蠡园路88号", "人民路9号"]),
    st.sampled_from(["", "无锡", "江苏无锡", "苏州"]),
)


@given(FIRMS, FIRMS)
def test_likeness_has_no_direction(one: Firm, other: Firm) -> None:
    assert firm_likeness(one, other) == firm_likeness(other, one)


@given(FIRMS, FIRMS)
def test_two_codes_are_never_one_firm(one: Firm, other: Firm) -> None:
    found = firm_likeness(one, other)
    if one.code and other.code and one.code != other.code:
        assert strength(found) in ("", WEAK)


@given(FIRMS, FIRMS)
def test_what_looks_like_one_says_why(one: Firm, other: Firm) -> None:
    found = firm_likeness(one, other)
    assert found is None or found.reasons


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("江苏省无锡市滨湖区蠡园路88号", "蠡园路88"),
        ("1420 W. 17Th St. ", "1420 17th"),
        ("1420 W 17TH STREET", "1420 17th"),
        ("Hauptstr. 12", "12 haupt"),
        ("", None),
        ("无", None),
    ],
)
def test_streets(text: str, key: str | None) -> None:
    found = identity.street_key(text)
    assert (found.key if found else None) == key


def test_a_side_of_a_street_is_another_door() -> None:
    east, west, plain = (identity.street_key(f"500 {side}67th Street") for side in ("E ", "West ", ""))
    assert east is not None
    assert not east.is_like(west)
    assert east.is_like(plain)


def test_towns() -> None:
    assert identity.other_town(identity.town_key("上海市"), identity.town_key("", "福建省福州市鼓楼区"))
    assert not identity.other_town(identity.town_key("江苏 无锡"), identity.town_key("无锡市"))
    assert not identity.other_town(identity.town_key("上海"), "")
