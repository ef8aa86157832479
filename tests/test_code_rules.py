"""The rules of ``code_rules.py`` over the whole program (faults R10): each exception has its reason, each rule its control.

An exception is a function (``file:function``), a file (``file:*``) or a folder (``folder/``). One that nothing
needs any more fails too.
"""

import ast

import pytest

from tests import code_rules as rules
from tests.code_rules import Rule, imports, trees

TOOLS = {"tools/": "a developer's tool: no data, no user", "benchmarks/": "measures with made-up data", "run.py:": "set-up",
         "run.py:call": "our own Python on our own files", "run.py:start": "our own Python on our own files",
         "run.py:say": "set-up"}  # fmt: skip
ANSWERS = "the command line's answer, asked for by name: its standard output is the result"
OWN_NAMES = "names of our own tables and indexes; texts from people are bound parameters"
SIGN = "holds a picture of ours, never a text"
OURS = "a choice among our own msgids"
FOLDER = "shows a folder of the program or of the person's own choice"

RULES: dict[str, tuple[Rule, dict[str, str]]] = {
    "dangerous module": (imports(rules.DANGEROUS), {}),
    "network": (imports(rules.NETWORK), {"app/store/lock.py:": "this machine's name, for who holds the file"}),
    "evaluated text": (rules.evaluated, {}),
    "tar without filter": (rules.tar_without_filter, {}),
    "built SQL": (rules.built_sql, {
        "app/store/engine.py:encrypt_empty": "a constant; a PRAGMA takes no parameters",
        "app/store/engine.py:stamp": "two constants; a PRAGMA takes no parameters",
        "app/store/engine.py:give_key": "hex digits of a key; a PRAGMA takes no parameters",
        "app/store/recoding.py:recode": "names and numbers of a few pragmas, which take no parameters",
        "app/store/search.py:create_tables": OWN_NAMES, "app/store/search.py:index_records": OWN_NAMES,
        "app/store/search.py:_replace": OWN_NAMES, "app/store/search.py:hits": OWN_NAMES,
        "app/store/search.py:matches": OWN_NAMES, "app/store/search.py:newest": OWN_NAMES,
        "app/store/search.py:rebuild": OWN_NAMES, "app/store/snapshot.py:_count": OWN_NAMES,
        "app/store/erase.py:_forget_documents": OWN_NAMES, "app/store/conflicts.py:_count": OWN_NAMES,
        "app/safety/cleaning.py:*": OWN_NAMES, "app/safety/mending.py:*": OWN_NAMES,
        "app/store/snapshot.py:copy_into": "names of two pragmas", "app/store/snapshot.py:tables_of": "two names of columns",
    }),
    "foreign template": (rules.foreign_template, {
        "app/commands.py:_counted": OURS, "app/commands_changes.py:_print": OURS, "app/commands_safety.py:_print_report": OURS,
        "app/ui/guard/backup_words.py:verdict_text": OURS, "app/ui/dialogs/ways_out.py:_report_text": OURS,
        "app/ui/lists/bulk.py:_words": OURS,
        "app/ui/lists/bulk_words.py:how_many": OURS,
        "app/ui/editors/editor.py:problem": OURS,
        "app/services/sample_tools.py:text": "the sample company's own texts, a resource",
        **TOOLS,
    }),
    "rich text": (rules.rich_text, {
        "app/ui/kit/widgets.py:PlainLabel": "the gate itself",
        "app/ui/kit/banner.py:__init__": SIGN, "app/ui/guard/safety_banner.py:__init__": SIGN,
        "app/ui/dialogs/first_start.py:_lay_out": SIGN, "app/ui/dialogs/unlocking.py:_lay_out": SIGN,
        "app/ui/dialogs/recovery_key.py:_shown_page": SIGN,
        "app/ui/dialogs/problem.py:__init__": SIGN, "app/ui/screens/customers/chain_remarks.py:_line": SIGN,
        "app/ui/dialogs/help.py:Pages": "the manual's own files; loadResource gives nothing else",
        "app/ui/dialogs/help.py:_show": "the manual's own files",
        "app/ui/guard/due_notice.py:desktop_tray": "its notices lose what markup is made of; test_due_notice.py",
    }),
    "message box": (rules.boxes_without_gate, {}),
    "tooltip": (rules.open_tips, {}),
    "SQL of one database": (rules.sql_of_one_database, {
        "app/store/": "the store is SQLite's", "app/safety/": "looks into files of SQLite",
        "app/models/own.py:column_of": "a value that JSON gave as text", "app/services/filtering.py:_has_any": "a column of text",
    }),
    "answer to a signal": (rules.answers_to_signals, {}),
    "Paragraph of reportlab": (imports({"reportlab.platypus", "svglib", "reportlab.graphics.renderPM"}), {}),
    "without encoding": (rules.without_encoding, TOOLS),
    "written beside atomic_write": (rules.written_beside, {
        "app/files.py:atomic_write_as": "the one way itself",
        "app/store/lock.py:_write_holder": "who holds the file; made anew at each start",
        "app/ui/frame/crash.py:log": "a log is appended to",
        "app/safety/carving.py:replay_log": "a copy of a damaged file, made for it",
        "app/safety/salvage.py:_copied": "such a copy",
        **TOOLS,
    }),
    "shell": (rules.shells, {}),
    "started program": (rules.started, {
        "app/ui/attachments/files.py:show": "opens a kept copy, after a warning where its kind can run",
        "app/ui/kit/saved_file.py:mail": "an address that Qt has encoded",
        "app/ui/kit/saved_file.py:_has_mail_program": "asks xdg-mime; fixed words",
        "app/ui/kit/saved_file.py:_start": "a file manager with a path; no shell",
        "app/ui/kit/saved_file.py:show_in_folder": FOLDER,
        "app/ui/dialogs/problem.py:_show_folder": FOLDER, "app/ui/screens/settings/general.py:_show": FOLDER, **TOOLS,
    }),
    "print": (rules.printed, {
        "app/bootstrap.py:_ready": "one word for tests", "app/bootstrap.py:_refused": "why it does not start",
        "app/bootstrap.py:_trace": "a moment and a time", "app/bootstrap.py:run_window": "why it does not start",
        **{f"app/{name}.py:*": ANSWERS for name in ("cli", "commands")},
        **{f"app/commands_{name}.py:*": ANSWERS for name in ("analyse", "changes", "encryption", "out", "privacy", "safety")},
        **TOOLS,
    }),
    "logged values": (rules.logged, {}),
    "QSettings": (rules.settings_objects, {}),
    "dropped items": (rules.drops_of_items, {
        "app/ui/lists/columns_panel.py:_fill": "moves rows within the one list of columns",
        "app/ui/screens/visits/route.py:__init__": "moves rows within the one list of stops",
    }),
    "formula in a chart": (rules.chart_maths, {}),
}  # fmt: skip

FAULTS: dict[str, tuple[str, str]] = {
    "dangerous module": ("import pickle", "import json"),
    "network": ("from urllib import request", "from urllib import parse"),
    "evaluated text": ("eval(text)", "dialog.exec()"),
    "tar without filter": ("import tarfile\nt.extractall(f)", "import tarfile\nt.extractall(f, filter='data')"),
    "built SQL": ("sa.text(f'name = {name}')", "sa.text('name = :name')"),
    "foreign template": ("def f(r):\n t = r.name\n t.format(a=1)", "def f(n):\n t = _('{n}')\n t.format(n=n)"),
    "rich text": ("QLabel(name)", "PlainLabel(name)"),
    "message box": ("def f():\n QMessageBox.warning(w, 'a', name)", "def f():\n b = QMessageBox(w)\n b.setTextFormat(PlainText)"),
    "SQL of one database": ("sa.func.strftime('%m', day)", "month_text(day)"),
    "answer to a signal": ("g.read(op, done=self.counted.emit)", "g.read(op, done=self.show)"),
    "tooltip": ("w.setToolTip(name)", "w.setToolTip(plain_tip(name))"),
    "Paragraph of reportlab": ("from reportlab.platypus import Paragraph", "from app.reports.document import Paragraph"),
    "without encoding": ("open(path)", "open(path, encoding='utf-8')"),
    "written beside atomic_write": ("path.open('w', encoding='utf-8')", "path.open('rb')"),
    "shell": ("subprocess.run(a, shell=True)", "subprocess.run(a)"),
    "started program": ("QDesktopServices.openUrl(QUrl(note))", "label.openUrl"),
    "print": ("print(customer)", "printing()"),
    "logged values": ("log.error('%s', customer)", "log.error('no backup')"),
    "QSettings": ("from PySide6.QtCore import QSettings", "from PySide6.QtCore import QSize"),
    "dropped items": ("view.setDragDropMode(mode)", "view.setDragEnabled(True)"),
    "formula in a chart": ("axes.text(0, 0, name)", "axes.text(0, 0, name, parse_math=False)"),
}  # fmt: skip
"""Of each rule: a fault that it must see, and what it must let pass."""


def place_of(name: str, tree: ast.Module, node: ast.AST) -> str:
    """``app/store/search.py:_found``: file and the innermost function or class around."""
    around = [one for one in rules.walk(tree) if isinstance(one, ast.FunctionDef | ast.ClassDef)
              and one.lineno <= node.lineno <= (one.end_lineno or 0)]  # fmt: skip
    return f"{name}:{max(around, key=lambda one: one.lineno).name}" if around else f"{name}:"


def places(rule: Rule) -> set[str]:
    return {place_of(name, tree, node) for name, tree in trees().items() for node in rule(tree)}


def excepted(place: str, known: dict[str, str]) -> bool:
    whole = (one.removesuffix("*") for one in known if one.endswith(("/", ":*")))
    return place in known or any(place.startswith(one) for one in whole)


@pytest.mark.parametrize("title", RULES)
def test_no_line_breaks_the_rule(title: str) -> None:
    rule, known = RULES[title]
    found = places(rule)
    assert sorted(place for place in found if not excepted(place, known)) == []
    needless = [key for key in known if key not in TOOLS and not any(excepted(place, {key: ""}) for place in found)]
    assert needless == [], "exceptions that nothing needs any more"


@pytest.mark.parametrize("title", RULES)
def test_each_rule_sees_its_fault(title: str) -> None:
    """The control: a lint that finds nothing because it looks at nothing would pass for ever."""
    fault, right = FAULTS[title]
    rule, _known = RULES[title]
    assert [len(list(rule(ast.parse(source)))) > 0 for source in (fault, right)] == [True, False]


@pytest.mark.parametrize("source", [
    "path.open()", "Path(p).read_text()", "p.write_text(t)", "subprocess.run(a, text=True)", "os.fdopen(h, 'w')", "open(p, 'r')",
])  # fmt: skip
def test_texts_without_encoding_in_every_writing(source: str) -> None:
    assert list(rules.without_encoding(ast.parse(source)))


@pytest.mark.parametrize("source", ["open(p, 'x')", "open(p, mode='ab')", "p.open('r+b')", "copy2(a, b)", "p.write_bytes(b)"])
def test_files_written_in_every_writing(source: str) -> None:
    assert list(rules.written_beside(ast.parse(source)))
