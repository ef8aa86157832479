"""The layers of docs/architecture.md, enforced: who may import whom, and what generic code may not know."""

import ast
import re
from pathlib import Path

import pytest

from app.models import entities

APP = Path(__file__).resolve().parent.parent / "app"
OPEN = {"errors", "i18n", "formats", "paths", "files", "versions"}
MAY = {
    "models": set(),
    "store": {"models"},
    "analysis": set(),
    "services": {"models", "analysis"},
    "exchange": {"services", "models", "analysis"},
    "reports": {"services", "analysis", "models"},
    "safety": {"store", "services", "models", "analysis"},
    "ui": {"services", "exchange", "reports", "safety", "models", "analysis"},
}
FORBIDDEN = {
    "models": {"PySide6", "reportlab", "matplotlib"},
    "store": {"PySide6", "reportlab", "matplotlib"},
    "analysis": {"PySide6", "sqlalchemy", "reportlab", "matplotlib", "numpy"},
    "services": {"PySide6", "sqlcipher3", "reportlab", "matplotlib"},
    "exchange": {"PySide6", "sqlcipher3", "reportlab", "matplotlib"},
    "reports": {"PySide6", "sqlcipher3"},
    "safety": {"PySide6", "sqlcipher3", "reportlab", "matplotlib"},
    "ui": {"sqlalchemy", "sqlcipher3", "reportlab"},
}
GENERIC = [
    *("services/records.py", "services/lists.py", "services/present.py", "services/numbers.py"),
    *("ui/forms/form.py", "ui/editors/editor.py", "ui/lists/tables.py", "ui/records/history.py"),
    *("store/changes.py", "store/log.py", "store/undo.py", "store/rollups.py"),
]


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("layer", MAY)
def test_imports_run_one_way(layer: str) -> None:
    wrong = []
    for path in (APP / layer).rglob("*.py"):
        if layer == "store" and "versions" in path.parts:
            continue
        for name in imports(path):
            parts = name.split(".")
            strange = parts[0] == "app" and len(parts) > 1 and parts[1] not in OPEN | MAY[layer] | {layer}
            if strange and (layer, path.name, parts[1]) != ("ui", "gateway.py", "store"):
                wrong.append(f"{path.relative_to(APP)} imports {name}")
            if parts[0] in FORBIDDEN[layer]:
                wrong.append(f"{path.relative_to(APP)} imports {name}")
    assert wrong == []


def test_small_pieces_know_no_screen_and_no_data() -> None:
    """``ui/kit`` stands below every other room of the window: it may use style, preferences and what a screen is given."""
    allowed = ("app.ui.kit", "app.ui.style", "app.ui.preferences", "app.ui.context")
    strange = {
        f"{path.name} imports {name}"
        for path in (APP / "ui/kit").glob("*.py")
        for name in imports(path)
        if name.startswith("app.ui.") and not name.startswith(allowed)
    }
    assert strange == set()


def test_migrations_never_import_the_models() -> None:
    for path in (APP / "store/migrations").rglob("*.py"):
        assert not [name for name in imports(path) if name.startswith("app")], path


@pytest.mark.parametrize("name", GENERIC)
def test_generic_code_names_no_entity(name: str) -> None:
    classes, keys = "|".join(e.__name__ for e in entities()), "|".join(e.entity for e in entities())
    text = re.sub(r'"""[\s\S]*?"""|#[^\n]*', "", (APP / name).read_text(encoding="utf-8"))
    text = re.sub(r"from app\.[a-z_.]+ import[^\n]*", "", text)
    assert re.findall(rf'(?<![\w.])(?:{classes})(?=[.,)])|"(?:{keys})"', text) == []


@pytest.mark.parametrize("folder", [".", "../benchmarks", "../tools"])
def test_a_file_is_one_room(folder: str) -> None:
    paths = [path for path in (APP / folder).rglob("*.py") if "versions" not in path.parts]
    assert {str(path): n for path in paths if (n := len(path.read_text(encoding="utf-8").splitlines())) > 300} == {}


def test_no_sentence_is_marked_inside_an_f_string() -> None:
    """Python 3.11 hands an f-string to the extractor as one token: what is marked inside would be missing in Chinese."""
    marked = re.compile(r"""f"[^"\n]*\{[^{}"]*\b_\(['"]|\{_\(["']""")
    assert [str(p) for p in APP.rglob("*.py") if marked.search(p.read_text(encoding="utf-8"))] == []


def test_only_one_way_writes_files() -> None:
    allowed = {"files.py", "lock.py", "bootstrap.py", "crash.py", "archive.py"}  # archive: members of a ZIP
    pattern = re.compile(r"""\.open\(\s*["'][wax]|open\([^)]*["'][wax]b?["']|write_text\(|write_bytes\(""")
    found = [p.name for p in APP.rglob("*.py") if p.name not in allowed and pattern.search(p.read_text(encoding="utf-8"))]
    assert found == []
