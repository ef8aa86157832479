"""Nothing that a card says is dropped in silence: each property lands in a field, in the notes, or is listed."""

import base64

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.plan_types import sentence
from app.exchange.vcard_cards import cards
from tests.exchange.card_text import card, sheet_here

# {0} {1} … are different in every line of every card: each of them must be found again
PROPERTIES = (
    "FN:{0}", "N:{0};{1};{2};{3};{4}", "N:{0};;;;", "ORG:{0};{1};{2}", "TITLE:{0}", "ROLE:{0}", "NICKNAME:{0}", "NOTE:{0}\\n{1}",
    "TEL:{0}", "TEL;TYPE=CELL:{0}", "TEL;TYPE=WORK,VOICE:{0}", "TEL;TYPE=FAX:{0}", "TEL;TYPE=HOME:{0}", "TEL;TYPE=PAGER:{0}",
    "TEL;VALUE=uri:tel:{0}", "EMAIL:{0}@x.cn", "EMAIL;TYPE=WORK:{0}", "URL:http://{0}.cn", "URL;TYPE=WORK:http://{0}.cn/{1}",
    "ADR;TYPE=WORK:{0};{1};{2};{3};{4};{5};{6}", "ADR;TYPE=HOME:;;{0};{1};;{2};", "ADR:;;{0};;;;",
    'ADR;LABEL="{0} {1}":;;{2};;;;',
    "ADR:;;{0};;;;;{1}", "LABEL;TYPE=WORK:{0}\\n{1}", "BDAY:{0}", "BDAY;CALSCALE=hebrew:{0}", "BDAY;CALSCALE=chinese:{0}",
    "X-ALTBDAY;CALSCALE=chinese:{0}", "X-LUNAR-BIRTHDAY:{0}", "CATEGORIES:{0},{1}", "GENDER:M;{0}", "GENDER:{0}", "X-GENDER:{0}",
    "KIND:{0}", "X-ABShowAs:{0}", "AGENT:{0}", "X-WECHAT:{0}", "X-QQ:{0}", "X-SKYPE:{0}", "IMPP;X-SERVICE-TYPE=WeChat:weixin:{0}",
    "IMPP:skype:{0}", "IMPP:{0}", "X-SOCIALPROFILE;type=weibo:http://weibo.com/{0}", "RELATED;TYPE=friend:{0}", "X-SPOUSE:{0}",
    "i{0}.X-ABRELATEDNAMES:{1}\r\ni{0}.X-ABLabel:{2}", "i{0}.TEL:{1}\r\ni{0}.X-ABLabel:{2}",
    "i{0}.EMAIL:{1}@x.cn\r\ni{0}.X-ABLabel:{2}", "i{0}.ADR:;;{1};;;;\r\ni{0}.X-ABLabel:{2}",
    "i{0}.URL:http://{1}.cn\r\ni{0}.X-ABLabel:{2}", "i{0}.TEL;TYPE=CELL:{1}\r\ni{0}.X-ABLabel:_$!<Main>!$_", "X-ABLabel:{0}",
    "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;{0};1;{1};;",
    "X-ANDROID-CUSTOM:vnd.com.miui.cursor.item/lunarBirthday;{0};",
    "X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;{0};0;{1}", "X-A{0}:{1}", "ANNIVERSARY:{0}", "LANG:{0}", "TZ:{0}",
    "GEO:{0}", "MEMBER:{0}", "HOBBY:{0}", "EXPERTISE:{0}", "PHOTO;VALUE=uri:http://{0}.cn/a.png", "stray {0} line",
)  # fmt: skip
TECHNICAL = ("KEY", "CLASS", "SOURCE", "SOUND", "MAILER", "SORT-STRING", "X-PHONETIC-ORG", "X-EVOLUTION-FILE-AS")


@st.composite
def whole_cards(draw):
    """(the lines of a card, the words that must come out, the names that must be listed)"""
    lines, words, listed = [], [], []
    for number, pattern in enumerate(draw(st.lists(st.sampled_from((*PROPERTIES, *TECHNICAL)), min_size=1, max_size=14))):
        if pattern in TECHNICAL:
            lines.append(f"{pattern}:x")
            listed.append(pattern)
            continue
        long = draw(st.sampled_from((1, 1, 1, 1, 40)))
        stem = draw(st.sampled_from(("w", "王", "5")))
        made = [f"{stem}{number:02}{place}" + f"q{number:02}{place}" * (long - 1) for place in range(7)]
        lines.append(pattern.format(*made))
        words += [made[place] for place in range(7) if f"{{{place}}}" in pattern and not (place == 0 and "i{0}." in pattern)]
    return lines, words, listed


def texts(outcome, made):
    kept = [str(value) for value in outcome.values.values()]
    return "\n".join((*kept, *made.new_customers.values())).casefold()


@given(whole_cards())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_property_of_a_card_is_kept_or_listed(store, drawn):
    lines, words, listed = drawn
    sheet = sheet_here(card(*lines))
    told = "\n".join(sentence(one) for one in sheet.troubles)
    cells = "\n".join("\n".join(row) for row in sheet.rows).casefold()
    assert [word for word in words if word.casefold() not in cells and word not in told] == []
    assert [name for name in listed if name not in told] == []
    for entity in ("contacts", "customers"):
        made = store.read(plan, entity, sheet, propose(entity, sheet))
        (outcome,) = made.outcomes
        if outcome.action == "refused":  # the row is saved with its reason
            assert outcome.reason is not None
            continue
        told = "\n".join(sentence(one) for one in made.problems).casefold()
        kept = texts(outcome, made)
        assert [word for word in words if word.casefold() not in kept and word.casefold() not in told] == []


def only(*lines):
    (found,) = cards(card(*lines))
    return found, [one.message.format(**dict(one.values)) for one in found.troubles]


@pytest.mark.parametrize(
    ("line", "day", "calendar"),
    [("BDAY:--0815", "--08-15", ""), ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-08-15", "--08-15", ""),
     ("BDAY;CALSCALE=gregorian:19800815", "1980-08-15", ""), ("BDAY;CALSCALE=chinese:1980-02-30", "1980-02-30", "lunar"),
     ("BDAY;CALSCALE=chinese:--0815", "--08-15", "lunar"), ("BDAY;CALSCALE=chinese:1980年八月十五", "1980-08-15", "lunar"),
     ("BDAY;VALUE=text:农历1985年八月十五", "1985-08-15", "lunar"), ("BDAY;VALUE=text:闰六月十五", "--06-15", "lunar_leap"),
     ("BDAY:农历八月十五", "--08-15", "lunar"), ("X-ALTBDAY;CALSCALE=chinese:007800310318", "2014-03-18", "lunar"),
     ("X-ALTBDAY;CALSCALE=chinese:007700460415", "1969-04-15", "lunar"), ("X-LUNAR-BIRTHDAY;TYPE=leap:1985-06-15", "1985-06-15",
      "lunar_leap"), ("X-ANDROID-CUSTOM:vnd.com.miui.cursor.item/lunarBirthday;1990-01-30;;", "1990-01-30", "lunar")],
)  # fmt: skip
def test_birthdays_without_year_and_of_the_lunar_calendar(line, day, calendar):
    found, troubles = only("FN:Ann", line)
    assert (found.birthday, found.calendar, found.other, troubles) == (day, calendar, (), [])


@pytest.mark.parametrize("text", ["1980-13-01", "007800990101", "00780031", "soon", "1980-02-31"])
def test_a_lunar_birthday_that_is_none_is_in_the_notes(text):
    found, _troubles = only("FN:Ann", f"X-ALTBDAY;CALSCALE=chinese:{text}")
    assert (found.birthday, [one.value for one in found.other]) == ("", [text])


def test_a_solar_and_a_lunar_birthday():
    found, troubles = only("FN:Ann", "BDAY:1980-09-23", "X-ALTBDAY;CALSCALE=chinese:007700570815")
    assert (found.birthday, found.calendar, troubles) == ("1980-09-23", "", [])
    assert [one.value for one in found.other] == ["1980-08-15 (007700570815)"]


def test_a_second_picture_is_told_and_the_same_one_is_not():
    one, two = (base64.b64encode(b"\x89PNG\r\n\x1a\n" + tail).decode() for tail in (b"a" * 30, b"b" * 30))
    found, troubles = only("FN:Ann", f"PHOTO;ENCODING=b:{one}", f"PHOTO;ENCODING=b:{one}", f"LOGO;ENCODING=b:{two}")
    assert base64.b64encode(found.photo).decode() == one
    assert troubles == ["The picture in line 6 is a further one; the first one of the card is kept."]


def test_every_address_is_kept(store):
    lines = ("FN:Ann", "ORG:A", "ADR;TYPE=WORK:;;科技路1号;深圳市;广东省;518000;中国", "ADR;TYPE=WORK:;;解放路9号;广州市;;;",
             "ADR;TYPE=HOME:;;人民路2号;;;;", "LABEL;TYPE=WORK:广东省深圳市科技路1号\\n518000",
             "LABEL;TYPE=HOME:人民路2号 3楼")  # fmt: skip
    sheet = sheet_here(card(*lines))
    made = store.read(plan, "contacts", sheet, propose("contacts", sheet))
    values = made.outcomes[0].values
    assert (values["workplace"], values["residence"]) == ("广东省深圳市科技路1号", "人民路2号")
    assert [line for line in values["notes"].split("\n") if "Address" in line] == [
        "Address (work): 广州市解放路9号", "Address: 人民路2号 3楼",
    ]  # fmt: skip
    sheet = sheet_here(card(*lines, "X-ABShowAs:COMPANY", "FN:A"))
    values = store.read(plan, "customers", sheet, propose("customers", sheet)).outcomes[0].values
    assert values["address"] == "广东省深圳市科技路1号"
    assert "解放路9号" in values["notes"]
    assert "人民路2号" in values["notes"]
