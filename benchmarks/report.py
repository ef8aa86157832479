"""The month's report from the click to the first page, in a process that has shown its window but printed nothing yet."""

import subprocess
import sys
import time
from pathlib import Path

_CHILD = """
import sys, time
from pathlib import Path
from app.store.store import open_readonly
from app import reports
store = open_readonly(Path(sys.argv[1]))
began = time.perf_counter()
document = store.read(lambda session: reports.build(session, "complaints", "zh", month=sys.argv[2]))
built = time.perf_counter()
from app.reports.pdf import render_bytes
content, result = render_bytes(document)
print(built - began, time.perf_counter() - began, result.pages, len(content))
"""


def _sample(folder: Path) -> Path:
    from datetime import date

    from app.services.sample import make_sample
    from app.store.store import create

    path = folder / f"sample-{time.time_ns()}.db"
    store = create(path)
    store.write("Sample", make_sample, "zh", date(2026, 11, 20))
    store.close()
    return path


def measure(data: Path) -> dict[str, float]:
    """Seconds for the sample company's month and for a month of the large file (thousands of complaints)."""
    sample = _sample(data.parent)
    figures: dict[str, float] = {}
    for label, path in (("sample company", sample), ("large file", data)):
        runs = [_run(path) for _ in range(3)]
        built, whole, pages, size = min(runs, key=lambda run: run[1])
        figures |= {
            f"{label}: data": built,
            f"{label}: first page (at most 2)": whole,
            f"{label}: pages": pages,
            f"{label}: bytes": size,
        }
    sample.unlink()
    return figures


def _run(path: Path) -> tuple[float, ...]:
    answer = subprocess.run([sys.executable, "-c", _CHILD, str(path), "2026-10"], capture_output=True, text=True, check=True)
    return tuple(float(part) for part in answer.stdout.split())
