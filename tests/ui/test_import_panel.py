"""Import and export like a person: real files, the dry run, one undoable step."""

import sqlite3

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent

from app.exchange.spreadsheet import write_csv
from app.i18n import set_language
from app.models import Customer
from app.services import lists, records
from app.services.lists import ListQuery
from app.store import undo
from app.ui.frame.drops import FileDrops, table_file
from app.ui.lists.exporting import export_to, transfer_commands
from app.ui.screens.transfer.screen import BUSY, CHECK, DONE, START, TransferScreen
from tests.ui.hands import click, retype


@pytest.fixture
def screen(qtbot, context):
    shown = TransferScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1160, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activate()
    return shown


def count(store, entity):
    return store.read(lists.count, ListQuery(entity, ("name",), "name"))


def chips(screen):
    return {kind: int(chip.text().rsplit(" ", 1)[1]) for kind, chip in screen.outcome.chips.items() if not chip.isHidden()}


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())


CHINESE = """公司客户一览,,,,
客户名称,信用代码,联系电话,成立日期,关注
甲乙阀门有限公司,91440300PDY00001X3,0755-00001234,03/04/2015,交期
丙丁泵业,,0512-00002222,13/05/2016,
,,1,,
甲乙阀门有限公司,91440300PDY00001X3,0755-00001234,03/04/2015,交期
戊己,12345,138,,
"""


@pytest.fixture
def chinese(tmp_path):
    path = tmp_path / "客户.csv"
    path.write_bytes(CHINESE.encode("gb18030"))
    return path


def test_a_chinese_table_is_understood_shown_and_brought_in(screen, store, chinese):
    screen.open_file(chinese)
    assert screen.pages.currentIndex() == CHECK
    assert screen.file_bar.encoding.currentData() == "gb18030"
    assert screen.file_bar.header.text() == "2"
    assert [combo.currentData() for combo in screen.table.combos.values()][:4] == ["name", "credit_code", "phone", "founded"]
    assert chips(screen) == {"created": 2, "refused": 2, "duplicates": 1}
    assert screen.outcome.kind() == "refused"
    assert screen.outcome.rows.rows.rowCount() == 2
    assert [cells[0].text for _key, cells in screen.outcome.rows.rows.lines] == ["5", "7"]
    assert "day, month, year" in screen.outcome.note.text()
    click(screen.go_button)
    assert screen.pages.currentIndex() == DONE
    problems = screen.done_page.rows.rows
    shown = [[problems.data(problems.index(place, at)) for at in range(4)] for place in range(problems.rowCount())]
    assert [line[:3] for line in shown] == [
        ["5", "1", "Stays outside"], ["6", "甲乙阀门有限公司", "Is there twice"], ["7", "戊己", "Stays outside"],
    ]  # fmt: skip
    assert shown[2][3].startswith("Unified social credit code: ")
    assert count(store, "customers") == 2
    screen.context.gateway.undo()
    assert count(store, "customers") == 0


def test_customers_that_come_along_are_counted(screen, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("Full name,Customer\nA,X\nB,X\nC,\n", "utf-8")
    screen.open_file(path)
    choose(screen.file_bar.entity, "contacts")
    assert screen.outcome.note.text() == "Customers added along with these rows: 2"


def test_what_is_changed_above_shows_at_once_at_the_right(screen, store, chinese):
    screen.open_file(chinese)
    choose(screen.table.combos["信用代码"], "")
    assert chips(screen)["created"] == 3
    choose(screen.file_bar.entity, "contacts")
    assert screen.mapping.entity == "contacts"
    choose(screen.file_bar.entity, "customers")
    choose(screen.file_bar.order, "mdy")
    assert chips(screen)["problems"] >= 1
    retype(screen.file_bar.header, "3")
    screen.file_bar.header.editingFinished.emit()
    assert next(iter(screen.table.combos)) == "甲乙阀门有限公司"


def test_the_wrong_encoding_can_be_put_right(screen, tmp_path):
    path = tmp_path / "big5.csv"
    path.write_bytes("客戶名稱,電話\n臺灣示例公司,02-00001111\n".encode("cp950"))
    screen.open_file(path)
    assert screen.pages.currentIndex() == START
    assert not screen.start_page.encoding.isHidden()
    choose(screen.start_page.encoding, "cp950")
    assert "客戶名稱" in screen.table.combos
    assert screen.file_bar.encoding.currentData() == "cp950"


def test_a_file_that_is_no_table_gets_a_sentence_and_a_way_on(screen, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    screen.open_file(path)
    assert screen.pages.currentIndex() == START
    assert "letter.pdf" in screen.start_page.error.text()
    assert not screen.start_page.error.isHidden()
    screen.open_file(tmp_path / "gone.csv")
    assert "gone.csv" in screen.start_page.error.text()


def test_stopping_leaves_nothing_behind(screen, store, chinese, monkeypatch):
    screen.open_file(chinese)
    begin = screen.busy_page.begin

    def begin_and_stop(words, can_stop):
        begin(words, can_stop)
        click(screen.busy_page.button)

    monkeypatch.setattr(screen.busy_page, "begin", begin_and_stop)
    click(screen.go_button)
    assert count(store, "customers") == 0
    assert screen.pages.currentIndex() == CHECK
    assert screen.context.frame.told == ["Stopped. Nothing was changed."]
    assert BUSY != CHECK


def test_the_northwind_customers_come_in(screen, store, shared, tmp_path):
    script = (shared / "data/northwind/create.sql").read_text(encoding="utf-8-sig")
    database = sqlite3.connect(":memory:")
    for statement in (f"{one};" for one in script.split(";\n")):
        if statement.lstrip().startswith(("CREATE TABLE [Customers]", "INSERT INTO Customers")):
            database.execute(statement)
    found = database.execute("SELECT * FROM Customers")
    write_csv(tmp_path / "northwind.csv", [column[0] for column in found.description], found)
    database.close()
    screen.open_file(tmp_path / "northwind.csv")
    assert screen.entity == "customers"
    assert chips(screen)["created"] == 93
    click(screen.go_button)
    assert count(store, "customers") == 93


def test_the_cfpb_complaints_come_in(screen, store, shared):
    screen.open_file(shared / "data/cfpb/complaints-subset.csv")
    assert screen.entity == "complaints"
    assert chips(screen)["created"] == 280
    click(screen.go_button)
    query = ListQuery("complaints", ("subject",), "received_at")
    assert store.read(lists.count, query) == 280
    click(screen.done_page.look)
    assert screen.context.frame.visited == [("complaints", None)]


def test_what_goes_out_comes_back_unchanged(qtbot, context, screen, store, tmp_path):
    for name in ("甲", "<b>乙</b>", "=丙()"):
        store.write("x", records.create, Customer, {"name": name})
    path = tmp_path / "out.csv"
    export_to(context, "customers", path, None)
    assert context.frame.toasts == [("3 rows written to out.csv", False)]
    screen.open_file(path)
    assert chips(screen) == {"created": 0, "unchanged": 3}
    assert not screen.go_button.isEnabled()


def test_an_import_says_what_is_new_what_changed_and_what_stayed(screen, store, tmp_path):
    for name, phone in (("甲公司", "1"), ("乙公司", "2")):
        store.write("x", records.create, Customer, {"name": name, "phone": phone})
    path = tmp_path / "in.csv"
    path.write_text("名称,电话\n甲公司,9\n乙公司,2\n丙公司,3\n丁公司,4\n", encoding="utf-8")
    said = []
    screen.context.gateway.changed.connect(lambda changes: said.append(changes.label.text))
    screen.open_file(path)
    click(screen.go_button)
    assert said == ["Import customers from in.csv: 2 new, 1 changed, 1 the same"]
    assert screen.done_page.counts.text() == "New: 2 · Changed: 1 · The same: 1"
    set_language("zh")
    assert changes_text(store) == "从 in.csv 导入客户：新增 2 个，更新 1 个，未变 1 个"


def changes_text(store):
    return store.read(undo.undo_step).label.text


def test_who_comes_back_finds_the_panel_ready_for_the_next_file(screen, chinese):
    screen.open_file(chinese)
    screen.hide()
    screen.show()
    assert screen.pages.currentIndex() == CHECK
    click(screen.go_button)
    assert screen.pages.currentIndex() == DONE
    screen.hide()
    screen.show()
    screen.activate()
    assert screen.pages.currentIndex() == START


def test_doubtful_codes_and_similar_names_are_shown_before_they_come_in(screen, store, tmp_path):
    store.write("x", records.create, Customer, {"name": "华信钢构有限公司"})
    path = tmp_path / "in.csv"
    rows = ("名称,统一社会信用代码", "华信钢构（有限公司）,", "好公司,91350100M000100044", "坏公司,91350100M000100043")
    path.write_text("\n".join(rows), encoding="utf-8")
    screen.open_file(path)
    assert chips(screen) == {"created": 3, "review": 2}
    assert screen.outcome.kind() == "review"
    shown = [[cell.text for cell in cells] for _key, cells in screen.outcome.rows.rows.lines]
    assert shown[0][:3] == ["2", "华信钢构（有限公司）", "To check"]
    assert shown[0][3].startswith("Name: ")
    assert "“华信钢构有限公司”" in shown[0][3]
    assert shown[1][:3] == ["4", "坏公司", "To check"]
    assert shown[1][3].startswith("Unified social credit code: The check character does not fit.")
    click(screen.go_button)
    assert count(store, "customers") == 4


def test_only_what_the_list_shows_goes_out(context, store, tmp_path):
    from app.services.lists import Filter

    for kind in ("company", "person"):
        store.write("x", records.create, Customer, {"name": kind, "kind": kind})
    query = ListQuery("customers", ("name",), "name", filters=(Filter("kind", "in", ("person",)),))
    export_to(context, "customers", tmp_path / "out.csv", query)
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "person" in text
    assert len(text.strip().splitlines()) == 2


def test_a_list_offers_import_and_export(qtbot, context, screen):
    commands = transfer_commands(context, screen, lambda: ListQuery("customers", ("name",), "name"))
    assert [command.label for command in commands] == ["Import customers", "Export this list", "Print this list", "Export all"]
    commands[0].run()
    assert context.frame.begun == [("import", {"entity": "customers"})]
    visits = transfer_commands(context, screen, lambda: ListQuery("visits", ("number",), "number"))
    assert visits[0].label == "Import visits"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the newer constructor is not in 6.11
def test_a_table_dropped_on_the_window_is_taken_and_nothing_else(qtbot, screen, tmp_path, chinese):
    taken = []
    drops = FileDrops(screen, taken.append)
    (tmp_path / "picture.png").write_bytes(b"x")
    for name, wanted in (("客户.csv", chinese), ("picture.png", None), ("gone.csv", None)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        held = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *held)
        assert table_file(event) == wanted
        assert drops.eventFilter(screen, event) is (wanted is not None)
    assert taken == []


def test_every_page_speaks_both_languages(screen, chinese):
    for code in ("zh", "en"):
        set_language(code)
        screen.open_file(chinese)
        screen.retranslate()
    click(screen.go_button)
    screen.retranslate()
    assert screen.done_page.title.text() == "The file is in."


CARDS = """BEGIN:VCARD
VERSION:3.0
N:王;强;;;
FN:王强
ORG:华信钢构有限公司
TEL;TYPE=CELL:138 0013 8000
END:VCARD
"""


def test_cards_come_in_as_people_and_go_out_as_cards(context, screen, store, tmp_path):
    source, target = tmp_path / "people.vcf", tmp_path / "out.vcf"
    source.write_text(CARDS, encoding="utf-8", newline="\r\n")
    screen.open_file(source)
    assert screen.entity == "contacts"
    click(screen.go_button)
    assert count(store, "contacts") == 1
    export_to(context, "contacts", target, None)
    assert "FN:王强" in target.read_text(encoding="utf-8")


def test_what_comes_in_and_by_which_key_is_chosen_above(screen, store, tmp_path):
    store.write("x", records.create, Customer, {"name": "Old name", "phone": "0755-1"})
    path = tmp_path / "a.csv"
    path.write_text("Name,Phone\nNew name,0755 1\nOther,2\n", encoding="utf-8")
    screen.open_file(path)
    assert chips(screen) == {"created": 2}
    choose(screen.file_bar.key, "phone")
    assert chips(screen) == {"created": 1, "updated": 1, "review": 1}
    choose(screen.file_bar.mode, "update")
    assert chips(screen) == {"created": 0, "updated": 1, "refused": 1, "review": 1}
    click(screen.go_button)
    query = ListQuery("customers", ("name",), "name")
    assert [row.texts for row in store.read(lists.page, query, 0, 10)] == [("New name",)]


def test_the_listed_rows_can_be_filtered_and_those_outside_saved(screen, store, chinese, tmp_path, monkeypatch):
    screen.open_file(chinese)
    retype(screen.outcome.filter, "信用 5")
    assert screen.outcome.rows.rows.rowCount() == 0
    retype(screen.outcome.filter, "戊己")
    assert [cells[0].text for _key, cells in screen.outcome.rows.rows.lines] == ["7"]
    out = tmp_path / "out.xlsx"
    monkeypatch.setattr("app.ui.screens.transfer.outside.ask_outside", lambda *_given: out)
    click(screen.outcome.save)
    assert screen.context.frame.toasts == [("3 rows written to out.xlsx", False)]
    click(screen.go_button)
    assert not screen.done_page.save.isHidden()
    out.unlink()
    click(screen.done_page.save)
    assert out.exists()
    screen.open_file(out)
    assert chips(screen) == {"created": 0, "unchanged": 1, "refused": 2}  # the date means what its column decided


def test_a_column_sent_elsewhere_goes_there_in_the_next_file(screen, store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Name,Kennung\nA,K9\n", encoding="utf-8")
    screen.open_file(path)
    assert screen.mapping.field_of("Kennung") == ""
    choose(screen.table.combos["Kennung"], "code")
    click(screen.go_button)
    path.write_text("Name,KENNUNG\nB,K10\n", encoding="utf-8")
    screen.open_file(path)
    assert screen.mapping.field_of("KENNUNG") == "code"
    assert screen.table.combos["KENNUNG"].currentData() == "code"


def test_visits_come_in_from_a_table(screen, store, tmp_path):
    path = tmp_path / "拜访.csv"
    rows = ["客户名称,拜访日期,拜访方式,拜访内容", "甲公司,2026-01-05 09:30,电话,谈价格", "甲公司,2099-01-05,上门拜访,"]
    path.write_text("\n".join(rows), encoding="utf-8")
    screen.open_file(path)
    assert screen.entity == "visits"
    assert screen.mapping.field_of("拜访日期") == "when"
    click(screen.go_button)
    query = ListQuery("visits", ("kind", "state", "planned_on", "content"), "number")
    rows = [row.values for row in store.read(lists.page, query, 0, 10)]
    assert [(row[0], row[1], str(row[2]), row[3]) for row in rows] == [
        ("phone", "done", "None", "谈价格"), ("visit", "planned", "2099-01-05", None),
    ]  # fmt: skip
    click(screen.done_page.look)
    assert screen.context.frame.visited == [("visits", None)]


def test_changes_from_another_laptop_come_in_field_by_field(qtbot, screen, store, context, tmp_path):
    from datetime import UTC, datetime

    from app.exchange.bundle_out import write_changes
    from app.store.since import touched_since
    from app.ui.screens.transfer.screen import CHANGES

    one = store.write("x", records.create, Customer, {"name": "甲公司", "phone": "1", "fax": "1"}).value
    mark = datetime.now(UTC)
    store.write("x", records.update, Customer, one, {"phone": "2", "fax": "2"})
    path = tmp_path / "changes.xlsx"
    store.read(lambda session: write_changes(session, path, touched_since(session, mark, None)))
    store.undo()
    store.write("x", records.update, Customer, one, {"phone": "3"})
    screen.open_file(path)
    page = screen.bundle_page
    assert screen.pages.currentIndex() == CHANGES
    assert [chip.text().strip() for chip in page.chips.values() if not chip.isHidden()] == [
        "Changed on both sides: 1", "Taken over: 1",
    ]  # fmt: skip
    assert [cell.text for cell in page.rows.rows.lines[0][1]] == ["甲公司", "Phone", "3", "2", "Stays as it is here"]
    page.rows.opened.emit(page.rows.rows.lines[0][0])
    assert page.rows.rows.lines[0][1][4].text == "From the file"
    click(page.all_button)
    assert page.chosen == set()
    click(page.go_button)
    found = store.read(records.get, Customer, one)
    assert (found["phone"], found["fax"]) == ("3", "2")
    assert context.frame.toasts == [("Changes from changes.xlsx: 0 new, 1 changed", True)]
    assert screen.pages.currentIndex() == START


def test_changes_are_saved_since_a_day(qtbot, context, store, tmp_path):
    from app.ui.dialogs.changes_out import ChangesDialog

    store.write("x", records.create, Customer, {"name": "甲公司"})
    dialog = ChangesDialog(context)
    qtbot.addWidget(dialog)
    dialog.write(tmp_path / "out.xlsx")
    assert context.frame.toasts == [("1 changed record written to out.xlsx", False)]
    assert (tmp_path / "out.xlsx").exists()


WORDS = "名称,信用等级,电话\n甲,A类,0755-88880001\n乙,a类,2\n丙,B,3\n丁,重点,4\n甲,A类,0755 88880001\n"


def test_words_that_are_no_choice_get_a_meaning_and_keep_it(screen, store, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(WORDS, encoding="utf-8")
    screen.open_file(path)
    box = screen.table.boxes["信用等级"]
    assert [box.isHidden() for box in screen.table.boxes.values()] == [True, False, True]
    assert list(box.combos) == ["A类", "重点"]
    assert chips(screen) == {"created": 4, "unchanged": 1, "problems": 4, "review": 1}
    choose(box.combos["A类"], "A")
    assert chips(screen) == {"created": 4, "unchanged": 1, "problems": 1, "review": 1}
    assert box.combos["A类"].currentText() == "A"
    click(screen.outcome.chips["problems"])
    ((_row, cells),) = screen.outcome.rows.rows.lines
    assert [cell.text for cell in cells[:3]] == ["5", "丁", "To check"]
    assert cells[3].text == "Credit grade: “重点” is not one of the choices: A, B, C, D. It stands in the notes."
    click(screen.go_button)
    query = ListQuery("customers", ("name", "credit_grade", "notes"), "name")
    rows = [row.values for row in store.read(lists.page, query, 0, 10)]
    assert sorted(tuple(row) for row in rows) == [
        ("丁", None, "信用等级: 重点"), ("丙", "B", None), ("乙", "A", None), ("甲", "A", None),
    ]  # fmt: skip
    path.write_text("名称,信用等级\n戊,A类\n", encoding="utf-8")
    screen.open_file(path)
    assert chips(screen) == {"created": 1}
    assert screen.table.boxes["信用等级"].combos["A类"].currentData() == "A"
    choose(screen.table.combos["信用等级"], "-")
    assert screen.table.boxes["信用等级"].isHidden()
    click(screen.go_button)
    assert count(store, "customers") == 5


def test_the_lists_give_the_row_number_little_room_and_name_who_it_is_about(qtbot, screen, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("电话,名称,成立日期\n0755-88880001,甲,2026-02-30\n0755-88880001,甲,\n", encoding="utf-8")
    screen.open_file(path)
    for view in (screen.outcome.rows, screen.done_page.rows):
        if view is screen.done_page.rows:
            click(screen.go_button)
        qtbot.waitUntil(lambda view=view: view.columnWidth(3) > view.columnWidth(1))
        assert view.columnWidth(0) < 70
        assert view.rows.lines[0][1][1].text == "甲"
    assert "row 2" in screen.done_page.rows.rows.lines[1][1][3].text


def test_the_file_of_rows_left_out_shows_its_reasons_as_left_out(screen, chinese, tmp_path, monkeypatch):
    screen.open_file(chinese)
    out = tmp_path / "out.xlsx"
    monkeypatch.setattr("app.ui.screens.transfer.outside.ask_outside", lambda *_given: out)
    set_language("zh")
    click(screen.outcome.save)
    set_language("en")
    screen.open_file(out)
    (reason,) = [combo for header, combo in screen.table.combos.items() if header not in CHINESE]
    assert reason.currentText() == "Leave this column out"


def test_a_changed_row_says_what_was_and_what_comes_and_whom_rows_name(screen, store, tmp_path):
    store.write("c", records.create, Customer, {"name": "甲乙阀门有限公司", "mobile": "13805748888", "notes": "老客户"})
    path = tmp_path / "ledger.csv"
    path.write_text("客户名称,手机,备注\n甲乙阀门有限公司,13905740001,新客户\n", encoding="utf-8")
    screen.open_file(path)
    (_key, cells), = screen.outcome.rows.rows.lines
    assert cells[3].text == "Mobile: 138 0574 8888 → 139 0574 0001; Notes"
    path.write_text("客户名称,联系人,手机\n甲乙阀门有限公司,张三,13905740001\n丙丁泵业,,13905740002\n", encoding="utf-8")
    screen.open_file(path)
    assert chips(screen) == {"created": 1, "unchanged": 1, "people": 1}
    assert "“手机”: of that person" in screen.outcome.note.text()
    screen.outcome.show_kind("people")
    (_key, cells), = screen.outcome.rows.rows.lines
    assert [cell.text for cell in cells] == ["2", "张三", "Comes in new", "At 甲乙阀门有限公司"]
    assert screen.go_button.text().strip() == "Import 2 rows"
    click(screen.go_button)
    assert (count(store, "customers"), count(store, "contacts")) == (2, 1)
    assert "People: 1" in screen.done_page.counts.text()
    screen.context.gateway.undo()
    assert (count(store, "customers"), count(store, "contacts")) == (1, 0)
    assert (screen.done_page.title.text(), screen.done_page.counts.isVisible()) == ("The import is undone.", False)
    screen.context.gateway.redo()
    assert (screen.done_page.title.text(), screen.done_page.counts.isVisible()) == ("The file is in.", True)
