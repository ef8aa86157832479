"""Encodings: right, or refused with a sentence; never silent rubbish (faults F26–F29)."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ValidationError
from app.exchange.decode import decode

CHINESE = "客户名称,电话\n深圳市华强电子有限公司,0755-8888 8888\n李明，经理,13800138000\n"
WESTERN = "Name;Ort\nMüller & Söhne;Thüringen\nCafé 25 °C;geschäftlich\n"


@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8"),
        (CHINESE, "utf-16", "utf-16-le"),
        (CHINESE, "gbk", "gb18030"),
        (CHINESE + "𠮷野,1\n", "gb18030", "gb18030"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-8", "utf-8"),
        ("plain,text\n", "ascii", "utf-8"),
    ],
)
def test_the_rule_finds_the_encoding(text, encoding, found, rows):
    decoded = decode((text * rows).encode(encoding))
    assert (decoded.text, decoded.encoding) == (text * rows, found)


def test_big_endian_with_a_mark():
    assert decode(codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be")).text == CHINESE


def test_big5_is_refused_unless_chosen():
    data = "客戶名稱,電話\n台北貿易股份有限公司,02-12345678\n高雄機械廠,07-7654321\n".encode("big5")
    with pytest.raises(ValidationError, match="Choose it"):
        decode(data)
    assert decode(data, "big5").text.startswith("客戶名稱")


def test_a_choice_goes_before_the_rule_and_names_the_line_it_fails_at():
    assert decode("Grüße".encode("cp1252"), "latin-1").text == "Grüße"
    assert decode(CHINESE.encode("utf-8-sig"), "utf-8").text == CHINESE
    with pytest.raises(ValidationError) as error:
        decode(b"a\nb\n\xff\xff\n", "utf-8")
    assert error.value.values["line"] == 3
    with pytest.raises(ValidationError, match="no encoding"):
        decode(b"a", "klingon")
    with pytest.raises(ValidationError):
        decode(b"a", "base64")


def test_two_encodings_in_one_file_are_named_by_line():
    data = "客户名称,电话\n".encode() + "深圳市客户,1\n北京市客户,2\n".encode("gbk")
    with pytest.raises(ValidationError) as error:
        decode(data)
    assert error.value.values["lines"] == "1"
    data = "a\nMüller\n".encode() + "Söhne\nJürgen\n".encode("cp1252") + "Größe\nÄpfel\nÖl\n".encode()
    with pytest.raises(ValidationError) as error:
        decode(data)
    assert error.value.values["lines"] == "3, 4"


def test_a_few_nuls_go_and_many_are_refused():
    assert decode(b"na\x00me,b\n" + b"x,y\n" * 300).nuls == 1
    with pytest.raises(ValidationError, match="NUL"):
        decode(b"name\n" + b"\x00" * 100_000)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_utf8_always_comes_back(text):
    if not text.startswith("\ufeff"):
        assert decode(text.encode()).text == text


@given(st.binary(max_size=300), st.sampled_from(["", "gbk", "big5", "utf-16", "utf-7", "cp1252", "hz"]))
def test_no_bytes_make_it_fall_over(data, choice):
    try:
        read = decode(data, choice).text
    except ValidationError as error:
        read = error.sentence
    assert "\0" not in read
