"""Process start with the large file open, beside a bare PySide6 window measured in the same run: ratios count, not seconds.

Each process prints a word at its moments; the time is taken when the word arrives here.
"""

import compileall
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        QTimer.singleShot(0, after)
def after():
    {then}
    print("ready", flush=True)
    app.quit()
app = QApplication(sys.argv)
window = Bare()
window.resize(1366, 768)
window.show()
app.exec()
"""
_WITH_STORE = _BARE.format(then="import sqlalchemy.orm, sqlcipher3.dbapi2")


def _moments(arguments: list[str]) -> dict[str, float]:
    """Seconds from the start of the process to each word it prints."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "CLIENTELE_TRACE": "1"}
    started = time.perf_counter()
    command = [sys.executable, *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=environment
    )
    assert process.stdout is not None
    found: dict[str, float] = {}
    for line in process.stdout:
        found.setdefault(line.split()[0], time.perf_counter() - started)
    process.wait()
    return found


def measure(data: Path, runs: int = 9) -> dict[str, float]:
    """Medians in seconds and the two ratios of the budget (1.5 and 1.8)."""
    compileall.compile_dir(ROOT / "app", quiet=2)  # as run.py's set-up does; a developer's shell may forbid writing it
    bare, stored, program = [], [], []
    for _ in range(runs + 1):
        bare.append(_moments(["-c", _BARE.format(then="pass")]))
        stored.append(_moments(["-c", _WITH_STORE]))
        program.append(_moments(["main.py", "--data", str(data), "--exit-when-ready"]))
    median = {
        "bare window painted": _median(bare, "painted"),
        "bare window with sqlalchemy.orm and sqlcipher3": _median(stored, "ready"),
        "frame painted": _median(program, "frame"),
        "ready": _median(program, "ready"),
    }
    return median | {
        "frame painted / bare (at most 1.5)": median["frame painted"] / median["bare window painted"],
        "ready / bare with store (at most 1.8)": median["ready"] / median["bare window with sqlalchemy.orm and sqlcipher3"],
    }


def _median(runs: list[dict[str, float]], word: str) -> float:
    """The median without the first run, which warms the caches of the disk."""
    return statistics.median(run[word] for run in runs[1:])
