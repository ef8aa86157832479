"""Pictures of every screen, as ``run.py shots [DIR]`` writes them, to be looked at before an issue is called done.

    python -m tools.shots [DIR] [--today YYYY-MM-DD] [--only TEXT]

Both languages, light and dark, empty and with the sample company, at 1024×680, 1366×768 and 2560×1440 (scale 2); record
pages, forms, settings, the palette, help and the first start; the pages of the reports. Equal days give equal pictures:
the sample company is seeded, and the clock of the program stands at ``--today`` (else at the real day), 10:00.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

SIZES = ((1024, 680, 1), (1366, 768, 1), (2560, 1440, 2))
"""(pixels across, pixels down, scale)"""


def main() -> int:
    """Run one process for each scale: Qt reads it once."""
    asked = _arguments()
    if asked.scale:
        from tools.shots_taking import take_all

        stop_the_clock(date.fromisoformat(asked.today))
        take_all(asked.folder, [size for size in SIZES if size[2] == asked.scale], date.fromisoformat(asked.today), asked.only)
        return 0
    asked.folder.mkdir(parents=True, exist_ok=True)
    return max(_run(scale, asked) for scale in sorted({size[2] for size in SIZES}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py shots", description="Write pictures of every screen.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("shots"))
    parser.add_argument("--today", default=date.today().isoformat())
    parser.add_argument("--only", default="", help="only pictures whose name holds this text")
    parser.add_argument("--scale", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _run(scale: int, asked: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale), "CLIENTELE_HOME": home,
                                    "QT_LOGGING_RULES": "qt.qpa.*=false"}  # fmt: skip
        command = [sys.executable, "-m", "tools.shots", str(asked.folder), "--today", asked.today, "--only", asked.only]
        return subprocess.call([*command, "--scale", str(scale)], env=environment)


def stop_the_clock(day: date) -> None:
    """Let the program believe it is 10:00 on that day; must run before the modules that take these names are imported."""
    moment = datetime.combine(day, time(10), ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    from app import formats

    formats.today = lambda: day
    from app.models import types

    types.now_utc = lambda: moment


if __name__ == "__main__":
    sys.exit(main())
