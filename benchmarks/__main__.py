"""``python run.py bench [start|window|visits|report|duplicates|import|backup|encryption]``, and by name ``business``,
``fuzz [count]``, ``soak [seconds]``, ``faults [short]``.

The data file (a million records) is made once in the folder named by CLIENTELE_BENCH, else in the temporary folder.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import backups, duplicates, imports, report, startup, visits, window
from benchmarks.generate import generate

_PARTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "start": startup.measure, "window": window.measure, "visits": visits.measure, "report": report.measure,
    "duplicates": duplicates.measure, "import": imports.measure, "backup": backups.measure,
}  # fmt: skip


def data_file() -> Path:
    """The large file, made if it is not there."""
    path = _folder() / "clientele-bench.db"
    if not path.exists():
        print("making the data (some minutes)…", file=sys.stderr)
        generate(path)
    return path


def _folder() -> Path:
    return Path(os.environ.get("CLIENTELE_BENCH", tempfile.gettempdir()))


def main(arguments: list[str]) -> int:
    """Measure what is named, or everything."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    wanted = [name for name in arguments if name in _PARTS] or list(_PARTS)
    if "faults" in arguments:  # data of its own, and too long to be part of everything
        return _faults(arguments)
    if "fuzz" in arguments:
        return _tell("fuzz", lambda: _fuzz(arguments))
    if "soak" in arguments:
        return _tell("soak", lambda: _soak(arguments))
    if "business" in arguments:
        return _business()
    if "encryption" in arguments:
        return _tell("encryption", _encryption)
    path = data_file()
    for name in wanted:
        print(f"\n{name}")
        for label, value in _PARTS[name](path).items():
            print(f"  {label:<60} {value:10.3f}")
    return 0


def _faults(arguments: list[str]) -> int:
    from benchmarks import faults

    print("\nfaults")
    for part in faults.measure(arguments, "short" in arguments):
        for label, value in part.items():
            print(f"  {label:<70} {value:10g}", flush=True)
    return 0


def _number(arguments: list[str], usual: int) -> int:
    return next((int(one) for one in arguments if one.isdecimal()), usual)


def _encryption() -> dict[str, float]:
    from benchmarks import encryption

    return encryption.measure()


def _business() -> int:
    """1 where a budget is broken."""
    from benchmarks import business

    figures = business.measure(_folder())
    _tell("business", lambda: figures)
    return int(figures[business.BROKEN] > 0)


def _fuzz(arguments: list[str]) -> dict[str, float]:
    from benchmarks import fuzz

    return fuzz.measure(_number(arguments, fuzz.COUNT))


def _soak(arguments: list[str]) -> dict[str, float]:
    from benchmarks import soak

    return soak.measure(_number(arguments, int(soak.SECONDS)))


def _tell(name: str, work: Callable[[], dict[str, float]]) -> int:
    print(f"\n{name}")
    for label, value in work().items():
        print(f"  {label:<60} {value:10.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
