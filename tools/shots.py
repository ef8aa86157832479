"""Pictures of every screen, as ``run.py shots [DIR]`` writes them, to be looked at before an issue is called done.

    python -m tools.shots [DIR] [--today YYYY-MM-DD] [--only TEXT]

At 1366×768 everything: both languages, light and dark, empty and with the sample company; each tab of a record, forms,
settings, the palette, help, the first start. At 1024×680 and 2560×1440 (scale 2) the screens and first records, Chinese in
light and English in dark. And the pages of the reports. Equal days give equal pictures: the sample company is seeded,
the clock of the program stands at ``--today`` (else at the real day), 10:00, and its files lie in a folder of fixed name.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

HOME = Path(tempfile.gettempdir()) / "clientele-shots"
"""Fixed, because pictures show it (the first start, the page of the data file)."""


def main() -> int:
    """Run one process for each scale: Qt reads it once."""
    asked = _arguments()
    if asked.scale:
        stop_the_clock(date.fromisoformat(asked.today))
        from tools.shots_taking import take_all

        take_all(asked.folder, asked.scale, date.fromisoformat(asked.today), asked.only)
        return 0
    asked.folder.mkdir(parents=True, exist_ok=True)
    return max(_run(scale, asked) for scale in (1, 2))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py shots", description="Write pictures of every screen.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("shots"))
    parser.add_argument("--today", default=date.today().isoformat())
    parser.add_argument("--only", default="", help="only pictures whose name holds this text")
    parser.add_argument("--scale", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(scale: int, asked: argparse.Namespace) -> int:
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(exist_ok=True)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale), "CLIENTELE_HOME": str(HOME),
                                "QT_LOGGING_RULES": "qt.qpa.*=false", "PYTHONHASHSEED": "0"}  # fmt: skip
    command = [sys.executable, "-m", "tools.shots", str(asked.folder), "--today", asked.today, "--only", asked.only]
    try:
        return subprocess.call([*command, "--scale", str(scale)], env=environment)
    finally:
        shutil.rmtree(HOME, ignore_errors=True)


def stop_the_clock(day: date) -> None:
    """Let the program believe it is 10:00 on that day; must run before the modules that take these names are imported."""
    moment = datetime.combine(day, time(10), ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    from app import formats

    formats.today = lambda: day
    from app.models import base, types

    types.now_utc = lambda: moment
    vars(base)["now_utc"] = types.now_utc  # it took the name when it was imported


if __name__ == "__main__":
    sys.exit(main())
