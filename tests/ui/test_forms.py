"""Forms: every kind of field typed like a person types it, errors beside the field, drafts, saving what differs."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.errors import StorageError, ValidationError
from app.formats import set_zone, today
from app.i18n import set_language
from app.models import Company, Complaint, Contact, Customer, Employee, Visit
from app.services import records
from app.services.lists import Filter
from app.ui.context import Context
from app.ui.editors.choice import ListedEditor
from app.ui.editors.image import ImageEditor
from app.ui.editors.link import LinkEditor
from app.ui.editors.typed import money_input, typed_clock, typed_day, typed_integer, typed_moment, typed_money
from app.ui.forms.form import Form
from app.ui.forms.thrown import discard
from tests.ui import hands
from tests.ui.frame import NotingFrame

TODAY = date(2026, 7, 31)
NOON = datetime(2026, 7, 31, 12, 30)
LAYOUT = (
    ("Company", ("name", "kind", "credit_code", "grade", "owner_id", "founded", "registered_capital", "employees"), False),
    ("Contact", ("phone", "email", "notes", "internal", "consent_channels"), False),
    ("Finance and credit", ("bank_name", "terms_days"), True),
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-7-31", date(2026, 7, 31)), ("2026/7/31", date(2026, 7, 31)), ("2026.07.31", date(2026, 7, 31)),
        ("２０２６年7月31日", date(2026, 7, 31)), ("20260731", date(2026, 7, 31)), ("7-31", date(2026, 7, 31)),
        ("7月1日", date(2026, 7, 1)), ("today", TODAY), ("今天", TODAY), ("明天", date(2026, 8, 1)), ("+3", date(2026, 8, 3)),
        ("-1", date(2026, 7, 30)), ("今天+3", date(2026, 8, 3)), ("Yesterday", date(2026, 7, 30)), ("29/2", None),
        ("2025-2-29", None), ("31.7.2026", None), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(ValueError):
            typed_day(text, TODAY)
    else:
        assert typed_day(text, TODAY) == day


def test_a_day_without_a_year_can_look_ahead() -> None:
    assert typed_day("1-5", TODAY, forward=True) == date(2027, 1, 5)
    assert typed_day("8-5", TODAY, forward=True) == date(2026, 8, 5)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:30", "09:30"), ("9：30", "09:30"), ("9.30", "09:30"), ("10.30", "10:30"), ("930", "09:30"), ("1030", "10:30"),
        ("0905", "09:05"), ("9", "09:00"), ("14", "14:00"), ("0", "00:00"), ("9点", "09:00"), ("9点半", "09:30"),
        ("9点5分", "09:05"), ("14时30分", "14:30"), ("十一点一刻", "11:15"), ("下午3点", "15:00"), ("下午两点半", "14:30"),
        ("上午 9:30", "09:30"), ("中午12点", "12:00"), ("中午1点", "13:00"), ("晚上8点", "20:00"), ("下午15点", "15:00"),
        ("3pm", "15:00"), ("3:30 PM", "15:30"), ("3 p.m.", "15:00"), ("12pm", "12:00"), ("12am", "00:00"), ("8 am", "08:00"),
        ("24:00", None), ("9:60", None), ("960", None), ("9.5", None), ("晚上12点", None), ("上午 15:00", None),
        ("13am", None), ("0pm0", None), ("soon", None), ("12345", None), ("9:30:00", None), ("", None),
    ],
)  # fmt: skip
def test_times_of_the_day_are_read_as_people_write_them(text: str, clock: str | None) -> None:
    if clock is None:
        with pytest.raises(ValueError):
            typed_clock(text)
    else:
        assert typed_clock(text) == clock


@given(st.times())
def test_a_time_shown_and_typed_again_is_the_same(moment: time) -> None:
    clock = f"{moment:%H:%M}"
    assert typed_clock(clock) == typed_clock(f"{moment:%H%M}") == typed_clock(f"{moment:%I:%M%p}") == clock


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-7-31 17:00", "2026-07-31T09:00"), ("17:00", "2026-07-31T09:00"), ("7-30 9:05", "2026-07-30T01:05"),
        ("现在", "2026-07-31T04:30"), ("昨天 8点", "2026-07-30T00:00"), ("2026-7-31", "2026-07-30T16:00"),
        ("25:00", None), ("17:00 tomorrow", None), ("", None), ("nine", None),
    ],
)  # fmt: skip
def test_moments_are_on_the_firms_clock_and_kept_in_utc(text: str, moment: str | None) -> None:
    set_zone("Asia/Shanghai")
    if moment is None:
        with pytest.raises(ValueError):
            typed_moment(text, NOON)
    else:
        assert typed_moment(text, NOON).astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == moment


@pytest.mark.parametrize(
    ("text", "fen"),
    [("12,345.6", 1_234_560), ("¥88", 8_800), ("￥１２．５", 1_250), ("1.5万", 1_500_000), ("-3", -300), ("0.005", 1),
     ("abc", None), ("1e999999999", None), ("", None), ("nan", None)],
)  # fmt: skip
def test_amounts_are_yuan_to_the_eye_and_fen_in_the_store(text: str, fen: int | None) -> None:
    if fen is None:
        with pytest.raises(ValueError):
            typed_money(text)
    else:
        assert typed_money(text) == fen


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_an_amount_shown_and_typed_again_is_the_same(fen: int) -> None:
    assert typed_money(money_input(fen)) == fen


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_a_whole_number_shown_and_typed_again_is_the_same(number: int) -> None:
    assert typed_integer(f"{number:,}") == number


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_day_shown_and_typed_again_is_the_same(day: date) -> None:
    assert typed_day(day.isoformat(), TODAY) == day


@pytest.fixture
def form(context: Context, qtbot: QtBot) -> Form:
    found = Form(Customer, LAYOUT, context)
    qtbot.addWidget(found)
    found.resize(700, 600)
    found.show()
    found.load({"name": "华信", "kind": "company", "internal": False}, draft_key="customers:test")
    return found


def line(form: Form, key: str) -> QLineEdit:
    widget = form.editor(key).widget
    assert isinstance(widget, QLineEdit)
    return widget


def note(form: Form, key: str) -> str:
    label = form.findChild(object, f"form.{key}.note")
    return str(label.text()) if label.isVisible() else ""  # type: ignore[attr-defined]


def retype(form: Form, key: str, text: str) -> None:
    hands.retype(line(form, key), text)


def test_only_what_differs_is_given(form: Form, qtbot: QtBot) -> None:
    assert not form.dirty()
    retype(form, "name", "华信钢构 ")
    retype(form, "founded", "2001/2/3")
    retype(form, "registered_capital", "50万")
    retype(form, "employees", "1,200")
    assert form.dirty()
    assert form.values() == {"name": "华信钢构", "founded": date(2001, 2, 3), "registered_capital": 50_000_000, "employees": 1200}
    retype(form, "name", "华信")
    assert "name" not in form.values()


def test_a_time_of_the_day_is_put_right_or_refused_when_the_field_is_left(context: Context, qtbot: QtBot) -> None:
    form = Form(Visit, (("", ("planned_time", "purpose"), False),), context)
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.load({})
    retype(form, "planned_time", "下午3点")
    line(form, "purpose").setFocus()
    assert (line(form, "planned_time").text(), form.values()) == ("15:00", {"planned_time": "15:00"})
    retype(form, "planned_time", "25点")
    line(form, "purpose").setFocus()
    assert note(form, "planned_time") == "“25点” is not a time of the day. Type for example 9:30, 930 or 3pm."


def test_choices_flags_and_long_text(form: Form, qtbot: QtBot) -> None:
    grade = form.editor("grade").widget
    assert isinstance(grade, QComboBox)
    grade.setFocus()
    qtbot.keyClicks(grade, "Sil")
    notes = form.editor("notes").widget
    assert isinstance(notes, QPlainTextEdit)
    hands.type_text(notes, "<b>A & B")
    form.editor("consent_channels").set_value("phone,wechat")
    values = form.values()
    assert (values["notes"], values["consent_channels"]) == ("<b>A & B", "phone,wechat")
    form.editor("grade").set_value("silver")
    assert form.values()["grade"] == "silver"
    form.editor("internal").set_value(True)
    assert form.values()["internal"] is True


def test_errors_stand_beside_their_field_in_a_sentence(form: Form, qtbot: QtBot) -> None:
    retype(form, "name", "")
    retype(form, "email", "nobody")
    retype(form, "founded", "soon")
    assert not form.check()
    assert note(form, "name") == "Name is missing."
    assert note(form, "email") == "A mail address has one @ and a dot behind it."
    assert note(form, "founded") == "“soon” is not a day. Type for example 2026-7-31."
    assert line(form, "name").hasFocus()
    retype(form, "founded", "2026-2-30")
    assert not form.check()
    assert note(form, "founded") == "The calendar has no day 2026-2-30."
    retype(form, "name", "B")
    assert note(form, "name") == ""


def test_an_error_in_a_folded_section_opens_it(form: Form) -> None:
    assert form.findChild(QLineEdit, "form.terms_days") is None
    form.show_error(ValidationError("A mail address has one @ and a dot behind it.", field="terms_days"))
    assert note(form, "terms_days")
    form.show_error(StorageError("Stopped. Nothing was changed."))
    assert form.general.isVisible()


def test_a_warning_never_blocks(form: Form, qtbot: QtBot) -> None:
    form.warn("credit_code", "Doubtful")
    assert note(form, "credit_code") == "Doubtful"
    assert form.check()


def test_unsaved_input_is_offered_at_the_next_opening_and_taken_up(form: Form, context: Context, qtbot: QtBot) -> None:
    retype(form, "name", "草稿名")
    retype(form, "founded", "2001-2-3")
    form.keep_draft()
    again = Form(Customer, LAYOUT, context)
    qtbot.addWidget(again)
    again.show()
    again.load({"name": "华信", "kind": "company"}, draft_key="customers:test")
    assert again.banner.isVisible()
    assert again.banner.text.text().startswith("Unsaved input from ")
    assert again.values() == {}
    qtbot.mouseClick(again.banner.resume, Qt.MouseButton.LeftButton)
    assert again.values() == {"name": "草稿名", "founded": date(2001, 2, 3)}
    again.saved(again.send())
    assert context.gateway.draft("customers:test") is None
    assert not again.dirty()


def test_thrown_away_drafts_are_gone(form: Form, context: Context, qtbot: QtBot) -> None:
    retype(form, "name", "草稿名")
    form.keep_draft()
    form.load({"name": "华信"}, draft_key="customers:test")
    qtbot.mouseClick(form.banner.throw, Qt.MouseButton.LeftButton)
    assert context.gateway.draft("customers:test") is None


def test_what_is_thrown_away_can_be_had_back(form: Form, context: Context, qtbot: QtBot) -> None:
    retype(form, "name", "草稿名")
    retype(form, "founded", "2001-2-3")
    discard(form)
    assert (form.values(), context.gateway.draft("customers:test")) == ({}, None)
    assert isinstance(context.frame, NotingFrame)
    context.frame.offers.pop()[2]()
    assert form.values() == {"name": "草稿名", "founded": date(2001, 2, 3)}
    form.keep_draft()
    form.load({"name": "华信"}, draft_key="customers:test")
    qtbot.mouseClick(form.banner.throw, Qt.MouseButton.LeftButton)
    assert context.gateway.draft("customers:test") is None
    context.frame.offers.pop()[2]()
    qtbot.mouseClick(form.banner.resume, Qt.MouseButton.LeftButton)
    assert form.values()["name"] == "草稿名"
    discard(form)
    form.load({"name": "另一家"}, draft_key="customers:other")
    context.frame.offers.pop()[2]()
    assert (form.values(), (context.gateway.draft("customers:test") or {})["name"]) == ({}, "草稿名")


def test_what_is_typed_is_kept_when_the_focus_leaves_and_after_a_while(form: Form, context: Context, qtbot: QtBot) -> None:
    retype(form, "name", "一")
    line(form, "phone").setFocus()
    assert (context.gateway.draft("customers:test") or {})["name"] == "一"
    retype(form, "phone", "138")
    assert form._timer.isActive()
    form._timer.timeout.emit()
    assert (context.gateway.draft("customers:test") or {})["phone"] == "138"


def test_discarding_brings_back_what_was_loaded(form: Form, qtbot: QtBot) -> None:
    retype(form, "name", "别的")
    form.discard()
    assert (line(form, "name").text(), form.dirty()) == ("华信", False)


def test_a_change_elsewhere_leaves_alone_what_is_being_typed(form: Form, qtbot: QtBot) -> None:
    retype(form, "name", "我打的")
    form.refresh({"name": "别人改的", "kind": "company", "phone": "138"}, {})
    assert (line(form, "name").text(), line(form, "phone").text()) == ("我打的", "138")
    assert form.values() == {"name": "我打的"}


def test_labels_name_required_fields_and_follow_the_language(form: Form) -> None:
    labels = [box.label.text() for box in form._boxes.values()]
    assert "Name *" in labels
    assert "Phone" in labels
    set_language("zh")
    form.retranslate()
    labels = [box.label.text() for box in form._boxes.values()]
    assert "名称 *" in labels
    assert form.editor("grade").widget.itemText(1) == "金牌"  # type: ignore[attr-defined]


def test_every_editor_has_an_accessible_name(form: Form) -> None:
    assert all(box.editor.widget.accessibleName() for box in form._boxes.values())


def write(context: Context, entity: Any, **values: Any) -> Any:
    made: list[Any] = []
    context.gateway.write("make", records.create, entity, values, done=made.append)
    return made[0]


def test_a_link_is_found_by_typing_and_chosen(form: Form, context: Context, qtbot: QtBot) -> None:
    chen = write(context, Employee, name="陈立")
    write(context, Employee, name="周敏")
    editor = form.editor("owner_id")
    assert isinstance(editor, LinkEditor)
    editor.line.setFocus()
    hands.type_text(editor.line, "cl")
    assert [editor._found.item(n).text() for n in range(editor._found.rowCount())] == ["陈立"]
    popup = editor._completer.popup()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert (editor.value(), editor.line.text()) == (chen, "陈立")
    assert form.values() == {"owner_id": chen}


def test_a_half_typed_link_is_an_error_and_an_emptied_one_is_none(form: Form, qtbot: QtBot) -> None:
    editor = form.editor("owner_id")
    retype(form, "owner_id", "谁")
    assert not form.check()
    assert note(form, "owner_id") == "Choose “谁” from the list, or empty the field."
    retype(form, "owner_id", "")
    assert form.check()
    assert editor.value() is None


def test_a_link_is_narrowed_and_offers_to_create(context: Context, qtbot: QtBot) -> None:
    first, second = write(context, Customer, name="甲"), write(context, Customer, name="乙")
    write(context, Contact, name="王芳", customer_id=first)
    write(context, Contact, name="王明", customer_id=second)
    form = Form(Visit, (("", ("contact_id",), False),), context, "visit")
    qtbot.addWidget(form)
    form.show()
    form.load({})
    editor = form.editor("contact_id")
    assert isinstance(editor, LinkEditor)
    editor.narrow(Filter("customer_id", "in", (first,)))
    made: list[str] = []
    editor.offer_creation(lambda text, done: (made.append(text), done(first, text)))  # type: ignore[func-returns-value, arg-type]
    editor.line.setFocus()
    hands.type_text(editor.line, "王")
    lines = [editor._found.item(n).text() for n in range(editor._found.rowCount())]
    assert lines == ["王芳  ·  甲", "Create “王”"]
    editor._choose(editor._found.index(1, 0))
    assert (made, editor.value(), editor.title()) == (["王"], first, "王")


def test_who_has_left_is_not_offered_and_the_field_says_since_when(context: Context, qtbot: QtBot) -> None:
    firm = write(context, Customer, name="甲")
    gone = write(context, Contact, name="王芳", customer_id=firm)
    context.gateway.write("x", records.update, Contact, gone, {"has_left": True})
    form = Form(Visit, (("", ("contact_id", "purpose"), False),), context)
    qtbot.addWidget(form)
    form.show()
    form.load({})
    editor = form.editor("contact_id")
    assert isinstance(editor, LinkEditor)
    editor.narrow(Filter("customer_id", "in", (firm,)), Filter("has_left", "in", (False,)))
    retype(form, "contact_id", "王芳")
    assert not form.check()
    words = f"王芳 has left (noted on {today()}). Choose somebody who is still there, or empty the field."
    assert note(form, "contact_id") == words
    retype(form, "contact_id", "谁")
    assert not form.check()
    assert note(form, "contact_id") == "Choose “谁” from the list, or empty the field."


def test_a_category_is_kept_by_its_code_and_other_text_as_it_is(context: Context, qtbot: QtBot) -> None:
    form = Form(Complaint, (("", ("category",), False),), context, "c")
    qtbot.addWidget(form)
    form.load({"category": "10.2"})
    editor = form.editor("category")
    assert isinstance(editor, ListedEditor)
    assert editor.box.currentText() == "Product quality › Performance below specification"
    assert editor.value() == "10.2"
    editor.box.setEditText("我们自己的")
    assert editor.value() == "我们自己的"


def test_a_logo_is_read_from_a_picture_and_other_files_are_refused(context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    form = Form(Company, (("", ("logo",), False),), context, "company")
    qtbot.addWidget(form)
    form.load({})
    editor = form.editor("logo")
    assert isinstance(editor, ImageEditor)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / "logo.png"))
    editor.read(tmp_path / "logo.png")
    assert form.values()["logo"]
    (tmp_path / "no.png").write_text("no picture", encoding="utf-8")
    editor.read(tmp_path / "no.png")
    editor.read(tmp_path / "gone.png")
    assert len(context.frame.told) == 2  # type: ignore[attr-defined]
    assert form.values()["logo"]
