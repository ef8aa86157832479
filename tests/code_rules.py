"""What no line of the program may do (faults R10), read off its syntax: a rule yields the nodes that break it.

``test_code_rules.py`` runs them over the program and over small faults.
"""

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
Rule = Callable[[ast.Module], Iterator[ast.AST]]

SOURCES = ("app", "tools", "benchmarks")
"""Folders that are read; with main.py and run.py."""


@cache
def trees() -> dict[str, ast.Module]:
    paths = [ROOT / "main.py", ROOT / "run.py", *(path for folder in SOURCES for path in (ROOT / folder).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}


def called(node: ast.AST) -> str:
    """``open`` of ``open(…)``, ``path.open`` of ``path.open(…)``, ``.open`` of ``a[0].open(…)``; "" where no call is."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def last(name: str) -> str:
    return name.rpartition(".")[2]


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in node.keywords if one.arg == name), None)


def is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@cache
def walk(tree: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))


@cache
def calls(tree: ast.AST) -> tuple[tuple[ast.Call, str], ...]:
    return tuple((node, called(node)) for node in walk(tree) if isinstance(node, ast.Call))


@cache
def imported(tree: ast.AST) -> tuple[tuple[ast.AST, str], ...]:
    found = []
    for node in walk(tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node, node.module), *((node, f"{node.module}.{alias.name}") for alias in node.names)]
    return tuple(found)


@cache
def words(tree: ast.AST) -> frozenset[str]:
    """Every name and attribute: a rule whose word does not occur is done."""
    names = {node.id for node in walk(tree) if isinstance(node, ast.Name)}
    return frozenset(names | {node.attr for node in walk(tree) if isinstance(node, ast.Attribute)})


@cache
def functions(tree: ast.AST) -> tuple[ast.FunctionDef, ...]:
    return tuple(node for node in walk(tree) if isinstance(node, ast.FunctionDef))


# the rules ------------------------------------------------------------------------------------------------------------

DANGEROUS = {
    "pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib", "yaml", "jinja2", "mako", "xmlrpc", "telnetlib",
}  # fmt: skip
NETWORK = {"socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib", "requests", "httpx", "PySide6.QtNetwork"}


def imports(names: set[str]) -> Rule:
    """These modules, whole or in part."""

    def rule(tree: ast.Module) -> Iterator[ast.AST]:
        for node, found in imported(tree):
            if any(found == name or found.startswith(f"{name}.") for name in names):
                yield node

    return rule


def evaluated(tree: ast.Module) -> Iterator[ast.AST]:
    """Text run as a program."""
    return (node for node, name in calls(tree) if name.removeprefix("builtins.") in {"eval", "exec", "compile", "__import__"})


def tar_without_filter(tree: ast.Module) -> Iterator[ast.AST]:
    if not any(name == "tarfile" for _node, name in imported(tree)):
        return iter(())
    return (node for node, name in calls(tree) if last(name) in {"extract", "extractall"} and keyword(node, "filter") is None)


SQL = {"DDL", "exec_driver_sql", "execute", "executemany", "executescript", "literal_column"}


def built_sql(tree: ast.Module) -> Iterator[ast.AST]:
    """SQL put together from texts; ``bindparams`` and expressions don't need it."""
    for node, name in calls(tree):
        first = node.args[0] if node.args else None
        joined = isinstance(first, ast.JoinedStr | ast.BinOp) or last(called(first) if first else "") in {"format", "join"}
        if joined and (name in {"text", "sa.text", "sqlalchemy.text"} or last(name) in SQL):
            yield node


TRANSLATORS = {"_", "N_", "gettext_text", "ngettext", "ngettext_text", "pgettext", "pgettext_text", "npgettext"}


def _is_template_of_ours(node: ast.AST, known: dict[str, list[ast.AST]], depth: int = 0) -> bool:
    """A literal, a translated literal, a choice of such, or a name that is given nothing else in this function."""
    if is_text(node) or (last(called(node)) in TRANSLATORS):
        return True
    if depth > 4:
        return False
    if isinstance(node, ast.IfExp):
        return all(_is_template_of_ours(part, known, depth + 1) for part in (node.body, node.orelse))
    if isinstance(node, ast.BoolOp):
        return all(_is_template_of_ours(part, known, depth + 1) for part in node.values)
    if isinstance(node, ast.Name):
        values = known.get(node.id, [])
        return bool(values) and all(_is_template_of_ours(value, known, depth + 1) for value in values)
    if isinstance(node, ast.Subscript):
        return _is_template_of_ours(node.value, known, depth + 1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return all(_is_template_of_ours(part, known, depth + 1) for part in (node.func.value, *node.args[1:]))
    if isinstance(node, ast.Dict | ast.Tuple):
        parts = node.values if isinstance(node, ast.Dict) else node.elts
        return all(_is_template_of_ours(part, known, depth + 1) for part in parts)
    return False


def _named(function: ast.AST) -> dict[str, list[ast.AST]]:
    """name -> what is assigned to it; tuples member by member."""
    found: dict[str, list[ast.AST]] = {}
    for node in walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.NamedExpr) else []
        for target in targets:
            pairs = [(target, node.value)]
            if isinstance(target, ast.Tuple):
                parts = node.value.elts if isinstance(node.value, ast.Tuple) else [ast.Pass()] * len(target.elts)
                pairs = list(zip(target.elts, parts, strict=False))
            for name, value in pairs:
                found.setdefault(dotted(name), []).append(value)
        if isinstance(node, ast.arg | ast.For | ast.comprehension):
            for name in [node.arg] if isinstance(node, ast.arg) else [dotted(n) for n in walk(node.target)]:
                found.setdefault(name, []).append(ast.Pass())
    return found


def foreign_template(tree: ast.Module) -> Iterator[ast.AST]:
    """``str.format`` on what may come from data: it reads attributes (faults F79)."""
    for node, name in calls(tree):
        if last(name) in {"format", "format_map"} and isinstance(node.func, ast.Attribute) and (node.args or node.keywords):
            around = [one for one in functions(tree) if one.lineno <= node.lineno <= (one.end_lineno or 0)]
            constants = [one for one in tree.body if isinstance(one, ast.Assign)]
            known = {dotted(one.targets[0]): [one.value] for one in constants} | (
                _named(max(around, key=lambda one: one.lineno)) if around else {}
            )
            if not _is_template_of_ours(node.func.value, known):
                yield node


RICH = {
    "QLabel", "QTextEdit", "QTextBrowser", "QTextDocument", "QInputDialog", "QProgressDialog", "QErrorMessage", "QWizard",
    "QWhatsThis", "QSplashScreen", "QGraphicsTextItem", "QStaticText", "QSystemTrayIcon", "QWizardPage",
}  # fmt: skip
"""Classes of Qt that may take a text for HTML (half of them do, faults finding 10)."""

HTML = {"setHtml", "insertHtml", "setMarkdown", "insertMarkdown", "toHtml", "setWhatsThis", "appendHtml", "setRichText"}


def rich_text(tree: ast.Module) -> Iterator[ast.AST]:
    if not words(tree) & (RICH | HTML):
        return
    for node in walk(tree):
        if isinstance(node, ast.ClassDef) and any(last(dotted(base)) in RICH for base in node.bases):
            yield node
    for node, name in calls(tree):
        if last(name) in RICH | HTML or name.split(".")[0] in RICH:
            yield node


def boxes_without_gate(tree: ast.Module) -> Iterator[ast.AST]:
    """A message box whose function doesn't say that its text is plain; the ready-made ones can't."""
    for function in functions(tree) if "QMessageBox" in words(tree) else ():
        gated = any(last(name) == "setTextFormat" and "PlainText" in ast.dump(node) for node, name in calls(function))
        for node, name in calls(function):
            if name.startswith("QMessageBox.") or (name == "QMessageBox" and not gated):
                yield node


SQLITE_ONLY = {"instr", "strftime", "julianday", "json_extract", "json_each", "group_concat", "ifnull", "unixepoch"}


def sql_of_one_database(tree: ast.Module) -> Iterator[ast.AST]:
    """What PostgreSQL doesn't know: SQLite's functions, ``IS`` with a bound yes or no, columns read as bytes or as text."""
    for node, name in calls(tree):
        given = [one.value for one in node.args if isinstance(one, ast.Constant)]
        asked = "func." in name and last(name) in SQLITE_ONLY
        whether = last(name) in ("is_", "is_not") and given in ([True], [False])
        read_as = last(name) == "type_coerce" and any(kind in ast.dump(node) for kind in ("'LargeBinary'", "'Text'"))
        if asked or whether or read_as:
            yield node


def answers_to_signals(tree: ast.Module) -> Iterator[ast.AST]:
    """A signal as whom an answer goes to: nothing tells that its widget has gone meanwhile."""
    for node, _name in calls(tree):
        for given in node.keywords:
            if given.arg in ("done", "failed") and isinstance(given.value, ast.Attribute) and given.value.attr == "emit":
                yield node


def open_tips(tree: ast.Module) -> Iterator[ast.AST]:
    """Tooltips that don't go through ``plain_tip``: set, shown, or handed out by a model."""
    for node, name in calls(tree):
        place = {"setToolTip": 0, "setToolTipText": 0, "showText": 1}.get(last(name))
        if place is not None and not _is_plain(node.args[place:][:1] or node.args[-1:]):
            yield node
    for function in functions(tree) if "ToolTipRole" in words(tree) else ():
        if "ToolTipRole" in words(function) and "plain_tip" not in words(function):
            yield function


def _is_plain(arguments: list[ast.expr]) -> bool:
    if not arguments:
        return False
    one = arguments[0]
    if isinstance(one, ast.IfExp):
        return _is_plain([one.body]) and _is_plain([one.orelse])
    return last(called(one)) == "plain_tip" or (isinstance(one, ast.Constant) and not one.value)


def _mode(node: ast.Call, name: str) -> str:
    """The mode of an ``open``; "r" where none is given, "?" where it is no literal."""
    place = 1 if name in {"open", "io.open"} else 0
    mode = node.args[place] if len(node.args) > place else keyword(node, "mode")
    if mode is None:
        return "r"
    return str(mode.value) if isinstance(mode, ast.Constant) else "?"


NOT_FILES = {"os.open", "webbrowser.open", "Image.open", "archive.open"}
"""``os.open`` takes flags; the others read what is in memory or bytes of an archive."""


def _opens(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Calls of ``open`` and ``Path.open``, told from Qt's and our own by mode and arguments."""
    for node, name in calls(tree):
        arguments = [*node.args, *(one.value for one in node.keywords)]
        textual = (
            name in {"open", "io.open"}
            or (not arguments and ("path" in name or "file" in name))
            or any(is_text(argument) for argument in arguments)
        )
        if last(name) == "open" and name not in NOT_FILES and textual:
            yield node, name


def without_encoding(tree: ast.Module) -> Iterator[ast.AST]:
    for node, name in _opens(tree):
        if "b" not in _mode(node, name) and keyword(node, "encoding") is None:
            yield node
    places = {"read_text": 0, "write_text": 1, "FileHandler": 2, "fdopen": 3, "NamedTemporaryFile": 9}
    for node, name in calls(tree):
        place = places.get(last(name))
        if place is not None and keyword(node, "encoding") is None and len(node.args) <= place:
            yield node
        piped = any(
            isinstance(one, ast.Constant) and one.value for one in (keyword(node, "text"), keyword(node, "universal_newlines"))
        )
        if name.startswith("subprocess.") and piped and keyword(node, "encoding") is None:
            yield node


WRITERS = {"write_text", "write_bytes", "QSaveFile", "QFile", "FileHandler", "RotatingFileHandler", "copyfile", "copy2",
           "copytree", "fdopen"}  # fmt: skip


def written_beside(tree: ast.Module) -> Iterator[ast.AST]:
    """Files written other than by ``atomic_write``: a full disk destroys what was there (faults F10)."""
    for node, name in _opens(tree):
        if set(_mode(node, name)) & set("wax+?"):
            yield node
    for node, name in calls(tree):
        if last(name) in WRITERS:
            yield node
        if name in {"shutil.copy", "shutil.move"}:
            yield node


def shells(tree: ast.Module) -> Iterator[ast.AST]:
    for node, name in calls(tree):
        shell = keyword(node, "shell")
        foreign = shell is not None and not (isinstance(shell, ast.Constant) and shell.value is False)
        if foreign or name in {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}:
            yield node


STARTERS = {"os.startfile", "os.execv", "QDesktopServices.openUrl", "webbrowser.open", "subprocess.Popen", "subprocess.run",
            "subprocess.call", "subprocess.check_output", "subprocess.check_call", "QProcess"}  # fmt: skip


def started(tree: ast.Module) -> Iterator[ast.AST]:
    """Other programs: what a record says must not choose one."""
    return (node for node, name in calls(tree) if name in STARTERS or name.startswith("QProcess."))


def printed(tree: ast.Module) -> Iterator[ast.AST]:
    return (node for node, name in calls(tree) if name in {"print", "pprint", "sys.stdout.write", "sys.stderr.write"})


LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def logged(tree: ast.Module) -> Iterator[ast.AST]:
    """Values in the log, which holds no data of anybody (faults F88)."""
    for node, name in calls(tree):
        by_logger = last(name) in LEVELS and name.split(".")[0].strip("_") in {"logging", "log", "logger"}
        if by_logger and (len(node.args) > 1 or not all(is_text(argument) for argument in node.args)):
            yield node


def settings_objects(tree: ast.Module) -> Iterator[ast.AST]:
    """QSettings un-pickles what it reads on PySide6 up to 6.11.3 (faults finding 2)."""
    yield from (node for node, name in imported(tree) if last(name) == "QSettings")
    if "QSettings" in words(tree):
        yield from (node for node in walk(tree) if last(dotted(node)) == "QSettings")


def drops_of_items(tree: ast.Module) -> Iterator[ast.AST]:
    """Item models that take drops un-pickle what is dropped there."""
    return (node for node, name in calls(tree) if last(name) in {"setDragDropMode", "dropMimeData", "decodeData"})


CHART_TEXTS = {"text", "annotate", "set_title", "set_xlabel", "set_ylabel", "suptitle", "figtext", "legend", "set_xticklabels",
               "set_yticklabels", "set_label"}  # fmt: skip


def chart_maths(tree: ast.Module) -> Iterator[ast.AST]:
    """``$…$`` in a name is a formula to matplotlib unless it is told."""
    for node, name in calls(tree):
        math = keyword(node, "parse_math")
        told = isinstance(math, ast.Constant) and math.value is False
        if last(name) in CHART_TEXTS and any(part in name for part in ("axes", "figure", "plt", "ax.")) and not told:
            yield node
    yield from imports({"matplotlib.pyplot", "pylab"})(tree)
