"""Words that are none of the choices: the message names the choices, a person says what a word means, once for all files."""

from app.exchange.apply import apply, label_of
from app.exchange.listing import listing
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from app.exchange.remembered import recall_words, remember, with_meanings
from app.i18n import use_language
from app.store.changes import Label

TEXT = "名称,信用等级,规模\n甲,A类,大型\n乙,a类,巨型\n丙,B,中型\n丁,重点,\n戊,#N/A,\n"


def read(tmp_path, text=TEXT, name="a.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_sheet(path)


def bring_in(store, sheet, mapping):
    made = store.read(plan, "customers", sheet, mapping)
    store.write(Label(*label_of(made)), apply, made)
    return made


def test_unknown_words_are_listed_with_their_rows(store, tmp_path):
    sheet = read(tmp_path)
    made = store.read(plan, "customers", sheet, propose("customers", sheet))
    assert [(one.header, one.field, one.word, one.rows, one.code) for one in made.unknown] == [
        ("信用等级", "credit_grade", "A类", 2, ""), ("信用等级", "credit_grade", "重点", 1, ""),
        ("规模", "size", "巨型", 1, ""),
    ]  # fmt: skip


def test_the_message_names_the_choices_in_the_language_in_force(store, tmp_path):
    sheet = read(tmp_path)
    result = store.read(plan, "customers", sheet, propose("customers", sheet)).result()
    (size,) = [one["message"] for one in result.as_json()["problems"] if one["field"] == "size"]
    assert size.startswith("“巨型” is not one of the choices: Large, Medium, Small, Micro.")
    with use_language("zh"):
        assert any("大型" in one["message"] for one in result.as_json()["problems"] if one["field"] == "size")
    sheet = read(tmp_path, "Subject,State\nA,banana\nB,closed\n")
    problems = store.read(plan, "complaints", sheet, propose("complaints", sheet)).result().as_json()["problems"]
    assert problems[0]["message"].split(".")[0].endswith("…")
    assert problems[0]["message"].count(",") == 7


def test_a_word_means_what_a_person_says(store, tmp_path):
    sheet = read(tmp_path)
    mapping = propose("customers", sheet).with_word("信用等级", "A类", "A").with_word("规模", "巨型", "nonsense")
    made = bring_in(store, sheet, mapping)
    assert {one.word: one.code for one in made.unknown} == {"A类": "A", "重点": "", "巨型": ""}
    found = {one["name"]: one for one in store.read(listing, "customers")}
    assert [found[name]["credit_grade"] for name in "甲乙丙丁"] == ["A", "A", "B", None]
    assert found["甲"]["notes"] is None
    assert found["丁"]["notes"] == "信用等级: 重点"
    assert mapping.with_word("信用等级", "A类", "").columns[1].words == ()


def test_what_words_mean_is_remembered_by_the_header(store, tmp_path):
    sheet = read(tmp_path)
    store.quietly(remember, propose("customers", sheet).with_word("信用等级", "A类", "A").with_word("信用等级", "重点", "A"))
    assert store.read(recall_words) == {"customers": {"信用等级": {"a类": "A", "重点": "A"}}}
    assert store.undo() is None
    other = read(tmp_path, "名称,信用等级\n己,重点\n", "b.csv")
    again = with_meanings(propose("customers", other), store.read(recall_words))
    assert [(one.word, one.code) for one in store.read(plan, "customers", other, again).unknown] == [("重点", "A")]
    store.quietly(remember, again.with_word("信用等级", "重点", ""))
    assert store.read(recall_words) == {"customers": {"信用等级": {"a类": "A"}}}
    elsewhere = propose("customers", other).with_choice("信用等级", "size")
    assert with_meanings(elsewhere, store.read(recall_words)).columns[1].words == ()
