"""``python run.py bench faults [short] [kills|cuts|disks|damage|upgrades|undo]``: what goes wrong, tried by the thousands.

The long form takes about half an hour, the short one (for .ci/run) under four minutes. Every line whose name says "control"
must show faults: a bench that finds none there would find none anywhere.
"""

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults import full, preload
from tests.faults.kit import make_template
from tests.faults.running import ask

Figures = dict[str, float]
_CONTROL = "control: "


def measure(names: Sequence[str], short: bool = False) -> Iterator[Figures]:
    """The figures of each part as it is done; RuntimeError where something was lost or halved, or a control found nothing."""
    with tempfile.TemporaryDirectory(prefix="clientele-bench-faults-") as folder:
        os.environ["FAULTS_TEMPLATE"] = str(make_template(Path(folder) / "template.db").path)
        for name, part in PARTS.items():
            if name in names or not set(names) & set(PARTS):
                found = part(short)
                yield found
                if wrong := list(_wrong(found)):
                    raise RuntimeError("; ".join(wrong))


def _wrong(found: Figures) -> Iterator[str]:
    for name, value in found.items():
        bad = any(word in name for word in ("lost", "halved", "harmed", "stuck", "not found", "false alarms"))
        if bad and name.startswith(_CONTROL) != bool(value):
            yield f"{name}: {value:g}"


def _sum(found: list[dict[str, Any]]) -> Counter[str]:
    """The figures of several runs added up; what a run tells in words goes to stderr."""
    whole: Counter[str] = Counter()
    for each in found:
        for word in each.pop("told", []):
            print(f"  {word}", file=sys.stderr)
        whole.update({name: value for name, value in each.items() if "longest" not in name})
        whole["longest check, ms"] = max(whole["longest check, ms"], each.get("longest check, ms", 0))
    return whole


def _together(runs: list[Callable[[], dict[str, Any]]]) -> Counter[str]:
    """Two at a time: each run is a process of its own."""
    with ThreadPoolExecutor(2) as pool:
        return _sum([each.result() for each in [pool.submit(run) for run in runs]])


def _kills(short: bool) -> Figures:
    number = 12 if short else 125
    found = _together([partial(ask, "tests.faults.kills", "--kills", number, "--seed", seed) for seed in range(11, 15)])
    early = ask("tests.faults.kills", "--kills", 4 if short else 20, "--kind", "import_", "--early")
    return {
        "kills": found["kills"], "in the midst of a step": found["in the midst of a step"],
        "steps acknowledged before a kill": found["acknowledged"], "kills that lost": found["kills that lost"],
        "kills that halved": found["kills that halved"],
        "longest open, verify and save after one (ms)": found["longest check, ms"],
        f"{_CONTROL}kills that lost, acknowledged too early": early["kills that lost"],
    }  # fmt: skip


_KINDS = {"save": 4000, "attachment": 1000, "preferences": 1000, "upgrade": 1000, "import": 200, "merge": 400,
          "backup": 1000, "restore": 1000, "turn": 1000}  # fmt: skip


def _cuts(short: bool) -> Figures:
    if preload.missing():
        print(preload.missing(), file=sys.stderr)
        return {}
    found: Figures = {}
    for kind, number in _KINDS.items():
        found |= _cuts_of(kind, number // 40 if short else number, short)
    control = ask(
        "tests.faults.cuts", "--kind", "save", "--cuts", 60 if short else 500, "--thorough", 50, "--synchronous", "NORMAL"
    )
    found[f"{_CONTROL}cuts of 100 that lost with synchronous=NORMAL"] = 100 * control["cuts that lost"] / control["cuts"]
    return found


def _cuts_of(kind: str, number: int, short: bool) -> Figures:
    runs = 1 if short else 4
    each = max(number // runs, 1)
    given = ("tests.faults.cuts", "--kind", kind, "--cuts", each, "--thorough", 10)
    whole = _together([partial(ask, *given, "--seed", seed) for seed in range(runs)])
    return {f"power cuts, {kind}": whole["cuts"], f"power cuts, {kind}: that lost": whole["cuts that lost"],
            f"power cuts, {kind}: that halved": whole["cuts that halved"]}  # fmt: skip


def _disks(short: bool) -> Figures:
    found: Figures = {}
    if why := full.cannot_mount():
        print(why, file=sys.stderr)
    else:
        upto = ("--upto", 1 << 20) if short else ()
        saves = _sum([ask("tests.faults.full", "save", "--imports", 8 if short else 1, *upto)])
        outputs = _sum([ask("tests.faults.full", "output")])
        naive = ask("tests.faults.full", "output", "--control")
        found |= _disk("full disk, saves", saves) | {
            "full disk, outputs: tried": outputs["tries"], "full disk, outputs: refused": outputs["refused"],
            f"{_CONTROL}full disk, outputs in place: refused and harmed": naive["refused"],
        }  # fmt: skip
    if not preload.missing():
        found |= _disk("broken disk, saves", _sum([ask("tests.faults.full", "broken", "--calls", 8 if short else 60)]))
    return found


def _disk(name: str, found: "Counter[str]") -> Figures:
    return {f"{name}: {word}": found[key] for word, key in
            (("tried", "tries"), ("refused", "refused"), ("lost", "lost"), ("halved", "halved"))}  # fmt: skip


def _damage(short: bool) -> Figures:
    trials, clean = (20, 5) if short else (300, 250)
    given = ("tests.faults.flips", "--trials", trials, "--clean", clean)
    found = _together([partial(ask, *given, "--seed", seed) for seed in range(2 if short else 4)])
    bits = found["one bit: harmful"]
    return {
        "damage: trials": sum(value for name, value in found.items() if name.endswith(": trials")),
        "damage: harmful": found["harmful"], "damage: harmful, not found by verify": found["harmful"] - found["found by verify"],
        "damage: only stamps changed": found["stamps only"],
        "damage: only stamps changed, found": found["stamps only: found by verify"],
        f"{_CONTROL}harmful bit flips not found by integrity_check": bits - found["one bit: found by integrity_check"],
        "damage: harmful bit flips": bits, "clean opens": found["clean opens"],
        "clean opens: false alarms": found["false alarms"],
    }  # fmt: skip


def _upgrades(short: bool) -> Figures:
    found = _sum([ask("tests.faults.upgrades", "--every", 40 if short else 1)])
    control = ask("tests.faults.upgrades", "--every", 20, "--upto", 80, "--control")
    return {"upgrades ended at a statement": found["ended"], "upgrades ended: stuck": found["stuck"],
            f"{_CONTROL}upgrades without a transaction: stuck": control["stuck"]}  # fmt: skip


def _undo(short: bool) -> Figures:
    steps = 150 if short else 10_000
    found = _sum([ask("tests.faults.undoing", "--steps", steps)])
    control = ask("tests.faults.undoing", "--steps", 200, "--control")
    return {"random operations": found["steps"], "steps undone and redone afterwards": found["length"],
            "undo and redo: moments lost": found["moments lost"], "undo and redo: starts of the program": found["starts"],
            f"{_CONTROL}moments lost where something is written unlogged": control["moments lost"]}  # fmt: skip


PARTS: dict[str, Callable[[bool], Figures]] = {
    "kills": _kills, "cuts": _cuts, "disks": _disks, "damage": _damage, "upgrades": _upgrades, "undo": _undo,
}  # fmt: skip
