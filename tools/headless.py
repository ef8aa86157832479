"""The program's main job without a screen: the sample company, its month of complaints and one customer's analysis as PDFs."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from run import ROOT, say, venv_python

CUSTOMER = "KH000001"


def main_job(folder: Path = ROOT / "out") -> int:
    """Make ./out anew and print the paths of the PDFs; 0 when all of it worked."""
    say("There is no screen here, so no window opens. Instead: the sample company's reports as PDF.")
    folder.mkdir(exist_ok=True)
    data = folder / "sample.clientele"
    for old in folder.glob("sample.clientele*"):
        old.unlink()
    if _program(data, "--lang", "zh", "sample"):
        return 1
    month = f"{date.today():%Y-%m}"
    for language in ("zh", "en"):
        jobs = [
            (folder / f"complaints-{month}-{language}.pdf", ["report", "complaints", "--month", month]),
            (folder / f"customer-{CUSTOMER}-{language}.pdf", ["report", "customer", "--customer", CUSTOMER]),
        ]
        for target, command in jobs:
            if _program(data, *command, "--out", str(target), "--lang", language):
                return 1
    return 0


def _program(data: Path, *arguments: str) -> int:
    command = [str(venv_python()), str(ROOT / "main.py"), "--data", str(data), *arguments]
    return subprocess.call(command, stdout=subprocess.DEVNULL if "sample" in arguments else None, stderr=sys.stderr)
