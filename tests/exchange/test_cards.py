"""The card reader against what old phones, Outlook and Apple write, and against files made to hang it (faults F48–F51)."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ValidationError
from app.exchange import limits
from app.exchange.vcard_cards import cards
from app.exchange.vcard_lines import lines, unfolded
from app.exchange.vcard_values import birthday_of, parts, plain
from tests.effort import costs_at_most
from tests.exchange.card_text import card

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))


def read(data, encoding=""):
    told = []
    found = list(cards(data, encoding, told.append))
    return found, [(one.row, one.message.format(**dict(one.values))) for one in (*told, *(t for c in found for t in c.troubles))]


def only(*lines, version="3.0", encoding=""):
    (found,), troubles = read(card(*lines, version=version), encoding)
    return found, [message for _row, message in troubles]


def test_folds_breaks_and_line_ends():
    data = b"A:1\r\r\n 2\r\nB:x\r\n\ty\rC;ENCODING=QUOTED-PRINTABLE:a=\r\n=20b=\r\n\r\nD:4\n\n\nE:5"
    assert list(unfolded(data)) == [
        (1, b"A:12"),
        (3, b"B:xy"),
        (5, b"C;ENCODING=QUOTED-PRINTABLE:a=20b"),
        (8, b"D:4"),
        (11, b"E:5"),
    ]


def test_a_fold_inside_a_character():
    name = "王".encode()
    found, troubles = only(b"FN:" + name[:1] + b"\r\n " + name[1:])
    assert (found.name, troubles) == ("王", [])


def test_parameters_of_every_writing():
    (line,) = lines(b'item1.TEL;HOME;type=cell,FAX;TYPE="voice,pref";X-A=";:":tel:+86-10;ext=5')
    assert (line.group, line.name, line.raw) == ("item1", "TEL", b"tel:+86-10;ext=5")
    assert line.types == ("home", "cell", "fax", "voice")
    assert line.params["X-A"] == (";:",)


def test_escapes_and_parts():
    assert plain(r"a\, b\; c\\ d\nE\:") == "a, b; c\\ d\nE:"
    assert parts(r"Smith\;Son;Ann\\;;x") == ["Smith;Son", "Ann\\", "", "x"]


@pytest.mark.parametrize("charset", ["GBK", "GB2312", "UTF-8"])
def test_an_old_phone_writes_quoted_printable(charset):
    def quoted(text):
        return "".join(f"={byte:02X}" for byte in text.encode(charset))

    found, troubles = only(
        f"N;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{quoted('王')};{quoted('小明')};;;",
        f"ORG;CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{quoted('深圳市')}=", quoted("电子公司"),
        "TEL;CELL:13800138000", version="2.1",
    )  # fmt: skip
    assert (found.name, found.surname, found.given, found.org) == ("王小明", "王", "小明", "深圳市电子公司")
    assert (found.phones[0].value, found.phones[0].types, troubles) == ("13800138000", ("cell",), [])


def test_a_gbk_file_that_says_nothing_of_it():
    found, _troubles = only("FN:王小明".encode("gbk"), "ORG:深圳市华强电子有限公司".encode("gbk"), version="2.1")
    assert (found.name, found.org) == ("王小明", "深圳市华强电子有限公司")
    found, _troubles = only("FN:Jürgen Groß".encode("cp1252"), version="2.1")
    assert found.name == "Jürgen Groß"
    found, _troubles = only("FN:王小明".encode("big5"), encoding="big5")
    assert found.name == "王小明"


def test_utf_16():
    (found,), troubles = read("BEGIN:VCARD\r\nFN:李雷\r\nEND:VCARD\r\n".encode("utf-16"))
    assert (found.name, troubles) == ("李雷", [])


def test_characters_that_cannot_be_read_are_told():
    found, troubles = only("FN:Ann", b"NOTE:" + "好好好".encode() + b"\x80")
    assert found.note == "好好好\ufffd"
    assert troubles == ["Line 4 holds characters that cannot be read: “好好好\ufffd”."]


def test_a_name_given_first_is_put_in_order():
    assert only("N:王;小明;;;", "FN:小明 王")[0].name == "王小明"
    assert only("N:Smith;Arnold;;;")[0].name == "Arnold Smith"
    assert only("FN:Joe", "N:Smith;Joe;;;")[0].other[0].value == "Smith"


def test_a_firm_is_known_by_its_name_alone():
    found, troubles = only("FN;CHARSET=UTF-8:", "N;CHARSET=UTF-8:;;;;", "ORG:菜鸟", "X-ABShowAs:COMPANY", "TEL;TYPE=CELL:95543")
    assert (found.kind, found.name, found.phones[0].value, troubles) == ("company", "菜鸟", "95543", [])
    assert only("FN:Acme", "ORG:Acme")[0].kind == "company"
    assert only("FN:Ann", "KIND:org", version="4.0")[0].kind == "company"
    assert only("FN:Ann Lee", "ORG:Acme")[0].kind == "person"


def test_a_card_without_name_goes_by_what_it_has():
    found, troubles = only("EMAIL:a@b.cn", "TEL:1")
    assert (found.name, troubles) == ("a@b.cn", ["The card of line 1 has no name: “a@b.cn” stands for it."])
    found, troubles = only("REV:20200101")
    assert (found.name, troubles) == ("", ["The card has no name."])


def test_pictures():
    coded = base64.b64encode(PNG).decode()
    folded = [coded[:60], *(f" {coded[at : at + 60]}" for at in range(60, len(coded), 60))]
    unfolded_lines = [coded[at : at + 60] for at in range(0, len(coded), 60)]
    for written in (
        [f"PHOTO;ENCODING=b;TYPE=PNG:{coded}"], [f"PHOTO;ENCODING=b:{folded[0]}", *folded[1:]],
        ["PHOTO;BASE64:", *(f"  {one}" for one in unfolded_lines), ""], ["PHOTO;ENCODING=BASE64;PNG:", *unfolded_lines, ""],
        [f"PHOTO:data:image/png;base64,{coded}"],
    ):  # fmt: skip
        found, troubles = only("FN:Ann", *written, "NOTE:after")
        assert (found.photo, found.note, troubles) == (PNG, "after", [])


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a.png", "file:///etc/passwd"])
def test_a_picture_elsewhere_is_never_fetched(address):
    found, troubles = only("FN:Ann", f"PHOTO;VALUE=uri:{address}")
    assert (found.photo, found.other[0].value) == (b"", address)
    assert troubles == ["The picture in line 4 is an address on the network; nothing was fetched."]


@pytest.mark.parametrize("coded", ["%%%", "abcde", "////"])
def test_a_spoilt_picture_costs_only_itself(coded):
    found, troubles = only("FN:Ann", f"PHOTO;ENCODING=b:{coded}")
    assert (found.name, found.photo) == ("Ann", b"")
    assert troubles == ["The picture in line 4 cannot be read; the card comes in without it."]


def test_messengers():
    found, _troubles = only(
        "X-QQ:12345", "IMPP;X-SERVICE-TYPE=WeChat:weixin:wang_88", "X-WECHAT:other", "IMPP:skype:joe", "FN:Ann"
    )
    assert (found.wechat, found.qq) == ("wang_88", "12345")
    assert [(one.label, one.value) for one in found.other] == [("wechat", "other"), ("skype", "joe")]


@pytest.mark.parametrize(
    ("text", "day"),
    [("1980-03-22", "1980-03-22"), ("19800322", "1980-03-22"), ("1980-03-22T00:00:00Z", "1980-03-22"),
     ("1980年3月2日", "1980-03-02"), ("1604-03-22", "--03-22"), ("--0322", "--03-22"),
     ("--03-22", "--03-22"), ("--0230", ""), ("1980-02-30", ""), ("1980-03", ""), ("soon", "")],
)  # fmt: skip
def test_birthdays(text, day):
    assert birthday_of(text) == day
    found, troubles = only("FN:Ann", f"BDAY:{text}")
    assert (found.birthday, bool(troubles), bool(found.other)) == (day, not day, not day)


def test_labels_of_apple():
    found, _troubles = only(
        "FN:Ann", "item1.TEL:1", "item1.X-ABLabel:_$!<Main>!$_", "i2.X-ABDATE:1999-01-01", "i2.X-ABLabel:上市"
    )
    assert (found.phones[0].label, found.other[0].label, found.other[0].value) == ("Main", "上市", "1999-01-01")


def test_a_bad_card_among_others():
    data = card("FN:A") + b"BEGIN:VCARD\r\nBEGIN:VCARD\r\nno line\r\nFN:B\r\n\r\n" + card("FN:C") + b"rest\r\n"
    found, troubles = read(data)
    assert [(one.name, one.line) for one in found] == [("A", 1), ("B", 5), ("C", 10)]
    assert troubles == [
        (14, "From line 14 on something stands outside every card; it was left out."),
        (5, "Line 6 begins the card again."),
        (5, "The card of line 5 has no end."),
        (5, "Line 7 is no line of a card: “no line”."),
    ]
    assert found[1].other[0].value == "no line"


def test_an_agents_card_is_a_card():
    inner = card("FN:Inner", version="2.1").decode().rstrip()
    found, troubles = read(card("FN:Outer", "AGENT:", inner, "TEL:1", version="2.1"))
    assert ([one.name for one in found], troubles) == (["Inner", "Outer"], [])
    assert found[1].phones[0].value == "1"


def test_a_file_cut_off():
    found, troubles = read(b"BEGIN:VCARD\nFN:A\nTEL;CELL:1")
    assert (found[0].phones[0].value, troubles) == ("1", [(1, "The card of line 1 has no end.")])


def test_nothing_is_dropped():
    found, _troubles = only(
        "FN:Ann", "X-SPOUSE:Bo", "NICKNAME:An", "TITLE:Chef", "ROLE:Cook", "ORG:A;B;C", "ORG:D", "URL:u", "URL:v", "UID:1",
        "REV:2",
    )  # fmt: skip
    assert [(one.label, one.value) for one in found.other] == [
        ("X-SPOUSE", "Bo"),
        ("NICKNAME", "An"),
        ("ROLE", "Cook"),
        ("ORG", "D"),
    ]
    assert (found.org, found.department, found.urls, found.technical) == ("A", "B/C", ("u", "v"), ("VERSION", "UID", "REV"))


# made to hang ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [lambda n: b"TEL;" + b"TYPE=a;" * (n // 7) + b":1", lambda n: b'TEL;X="' + b"a" * n, lambda n: b"A" * n,
     lambda n: b"TEL;" + b'X="";' * (n // 5) + b":1", lambda n: b"N:" + b"\\" * n + b";x", lambda n: b"\\" * n + b":",
     lambda n: b"TEL;TYPE=" + b"," * n],
)  # fmt: skip
def test_a_long_parameter_list_is_left_out_in_proportion_to_its_length(line):
    found, _troubles = read(card("FN:A", line(60_000)) + card("FN:B"))
    assert [one.name for one in found] == ["A", "B"]
    assert costs_at_most(10, lambda: read(card("FN:A", line(60_000))), lambda: read(card("FN:A", line(15_000))))


@pytest.mark.parametrize("data", [b"NOTE:" + b"x" * 50_000_000, b"NOTE:" + b"x\r\n " * 12_000_000], ids=["one", "folded"])
def test_an_endless_line_is_left_out(data, monkeypatch):
    monkeypatch.setattr(limits, "CARD_LINES", 100_000)
    if b"\r\n" in data:
        with pytest.raises(ValidationError, match="more than 100000 lines"):
            read(card("FN:A", data))
    else:
        found, troubles = read(card("FN:A", data))
        assert (found[0].note, troubles) == ("", [(1, "Line 4 was left out: it is too long.")])


@pytest.mark.parametrize("begin", [b"BEGIN:VCARD\r\n", b"BEGIN:VCARD\r\nAGENT:\r\n"])
def test_five_thousand_nested_cards_are_refused(begin):
    with pytest.raises(ValidationError) as error:
        read(begin * 5_000 + b"END:VCARD\r\n" * 5_000)
    assert "begun inside one another" in error.value.sentence


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(noise):
    found, _troubles = read(b"BEGIN:VCARD\r\n" + noise + b"\r\nEND:VCARD\r\n" + card("FN:Last"))
    assert found[-1].name == "Last"


LINES = (b"BEGIN:VCARD", b"END:VCARD", b"AGENT:", b"FN:A", b"N:;", b"ORG:x", b"=", b" ", b"PHOTO;BASE64:QUJD",
         b"NOTE;QUOTED-PRINTABLE:a=", b"TEL", b"item1.TEL:1", b"\xff", b"BDAY:1")  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_no_order_of_lines_breaks_the_reader(several):
    found, _troubles = read(b"\r\n".join(several) + b"\r\n" + card("FN:Last"))
    assert len(found) <= several.count(b"BEGIN:VCARD") + 1
