"""What is imported when: the frame is painted without SQLAlchemy, the first rows come without anything heavy."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {
    *("matplotlib", "reportlab", "numpy", "alembic", "pypinyin", "pypdf", "PIL"),
    *("lunar_python", "rapidfuzz", "python_calamine", "xlsxwriter", "cryptography"),
}


@pytest.fixture(scope="module")
def imports(sample_file: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Modules imported by the time of each moment that the program traces, and at the end; foreign ones by their package."""
    folder = tmp_path_factory.mktemp("start")
    shutil.copy(sample_file("zh", date(2026, 11, 20)), folder / "sample.db")
    environment = os.environ | {"CLIENTELE_HOME": str(folder), "CLIENTELE_TRACE": "1", "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-X", "importtime", "main.py", "--data", str(folder / "sample.db"), "--exit-when-ready"]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert answer.stdout.split() == ["ready"]
    found: dict[str, set[str]] = {}
    seen: set[str] = set()
    for line in answer.stderr.splitlines():
        if line.startswith("import time:"):
            module = line.rsplit("|", 1)[1].strip()
            seen.add(module if module.startswith("app.") else module.split(".")[0])
        elif line.split():
            found[line.split()[0]] = set(seen)
    return found


def test_the_frame_needs_qt_alone(imports: dict[str, set[str]]) -> None:
    assert not imports["frame"] & (HEAVY | {"sqlalchemy", "sqlcipher3"})


def test_the_first_rows_need_the_store_and_nothing_heavy(imports: dict[str, set[str]]) -> None:
    assert "sqlalchemy" in imports["ready"]
    assert not imports["ready"] & HEAVY


def test_what_the_first_screen_does_not_ask_for_is_mapped_later(imports: dict[str, set[str]]) -> None:
    assert "app.models.customer" in imports["ready"]
    later = {f"app.models.{name}" for name in ("later", "attachment", "customer_parts", "handover")}
    assert not imports["ready"] & later
