"""Regions: names large to small, what typing finds, codes of places as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.regions import AREAS, area_codes, area_of, postal_address, read_places, short_name
from app.paths import resource
from app.services import regions

PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林", "23": "黑龙江",
    "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西", "37": "山东", "41": "河南",
    "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南", "50": "重庆", "51": "四川", "52": "贵州",
    "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃", "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾",
    "81": "香港", "82": "澳门",
}  # fmt: skip
TABLE = regions.table()


def test_the_34_provinces_of_the_standard() -> None:
    assert {place.code[:2]: short_name(place.name) for place in TABLE.below()} == PROVINCES


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("110105", "北京市朝阳区"), ("310115", "上海市浦东新区"), ("500243", "重庆市彭水苗族土家族自治县"),
        ("440305", "广东省深圳市南山区"), ("441900", "广东省东莞市"), ("429004", "湖北省仙桃市"),
        ("659001", "新疆维吾尔自治区石河子市"), ("460400", "海南省儋州市"), ("620200", "甘肃省嘉峪关市"),
        ("810000", "香港特别行政区"), ("999999", ""),
    ],
)  # fmt: skip
def test_names_large_to_small(code: str, name: str) -> None:
    assert TABLE.full_name(code) == name


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("广东省深圳市南山区", "440305"), ("广东 深圳 南山", "440305"), ("广东/深圳/南山区", "440305"), ("深圳", "440300"),
        ("浦东", "310115"), ("北京朝阳区", "110105"), ("北京市北京市朝阳区", "110105"), ("北京市市辖区朝阳区", "110105"),
        ("上海", "310000"), ("东莞", "441900"), ("湖北仙桃", "429004"), ("延边", "222400"), ("陵水", "469028"),
        ("海南", "460000"), ("吉林市", "220200"), ("朝阳市", "211300"), ("４４０３０５", "440305"), ("朝阳区", ""),
        ("朝阳", ""), ("鼓楼区", ""), ("南京鼓楼区", "320106"), ("华东", ""), ("", ""), ("Berlin", ""),
    ],
)  # fmt: skip
def test_codes_of_what_people_write(written: str, code: str) -> None:
    assert TABLE.find(written) == code


@given(st.sampled_from(sorted(code for code in TABLE.by_code if TABLE.full_name(code))))
def test_every_whole_name_finds_its_place_again(code: str) -> None:
    name = TABLE.full_name(code)
    assert TABLE.full_name(TABLE.find(name)) == name
    assert len(TABLE.above(code)) in (1, 2, 3)
    assert area_of(code) in AREAS


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_none(text: str) -> None:
    found = TABLE.find(text)
    assert found == "" or found in TABLE.by_code
    assert len(TABLE.search(text, 5)) <= 5


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("浦东", "上海市浦东新区"), ("pudong", "上海市浦东新区"), ("南山", "黑龙江省鹤岗市南山区"),
        ("广东南山", "广东省深圳市南山区"), ("深圳", "广东省深圳市"), ("shenzhen", "广东省深圳市"),
        ("440305", "广东省深圳市南山区"),
    ],
)  # fmt: skip
def test_typing_finds(typed: str, first: str) -> None:
    assert TABLE.full_name(TABLE.search(typed)[0]) == first


def test_going_down_from_the_province() -> None:
    assert [place.name for place in TABLE.below("110000")][:2] == ["东城区", "西城区"]
    assert "仙桃市" in [place.name for place in TABLE.below("420000")]
    assert "南山区" in [place.name for place in TABLE.below("440300")]
    assert TABLE.below("441900") == ()


def test_parts_of_the_country() -> None:
    assert [area_of(code) for code in ("110000", "210000", "310000", "410000", "440000", "500000", "650000", "710000")] == list(
        AREAS
    )
    assert (area_of(None), area_of(""), area_of("99"), area_of("abc")) == ("", "", "", "")
    assert area_codes("east") == ("310000", "379999")


def test_addresses_in_their_order() -> None:
    assert postal_address("广东省深圳市", "科技路1号") == "广东省深圳市科技路1号"
    assert postal_address("广东省深圳市", "广东省深圳市科技路1号") == "广东省深圳市科技路1号"
    assert postal_address("广东省深圳市南山区", "深圳市南山区科技路1号") == "广东省深圳市南山区科技路1号"
    assert postal_address("深圳", "广东省深圳市科技路1号") == "广东省深圳市科技路1号"
    assert postal_address("Shenzhen", "1 Keji Road, Shenzhen", chinese=False) == "1 Keji Road, Shenzhen"
    assert postal_address("Shenzhen", "1 Keji Road", chinese=False) == "1 Keji Road, Shenzhen"
    assert (postal_address("", "x"), postal_address("y", "")) == ("x", "y")


def test_the_table_says_where_it_comes_from() -> None:
    text = resource("regions", "cn.txt").read_text(encoding="utf-8")
    assert "licence MIT" in text
    assert len(read_places(text.splitlines())) > 3000
