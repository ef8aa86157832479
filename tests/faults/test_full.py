"""Disks that are full at steps of 192 KiB, or report errors: refused in a sentence, nothing lost, nothing harmed, work goes on.

At steps of 64 KiB in ``run.py bench faults``.
"""

import pytest

from tests.faults import full, preload
from tests.faults.running import ask

NO_DISK = full.cannot_mount()
needs_disk = pytest.mark.skipif(bool(NO_DISK), reason=NO_DISK or "-")
needs_recorder = pytest.mark.skipif(bool(preload.missing()), reason=preload.missing() or "-")
MODULE = "tests.faults.full"


@needs_disk
def test_saves_on_a_full_disk(fault_template: str) -> None:
    found = ask(MODULE, "save", "--step", 196_608, "--upto", 1_310_720, "--imports", 5, FAULTS_TEMPLATE=fault_template)
    assert found["told"] == []
    assert (found["lost"], found["halved"]) == (0, 0)
    assert min(found["refused"], found["taken"]) >= 5


@needs_disk
def test_outputs_on_a_full_disk(fault_template: str) -> None:
    found = ask(MODULE, "output", "--step", 262_144, FAULTS_TEMPLATE=fault_template)
    assert found["told"] == []
    assert min(found["refused"], found["taken"]) >= 8


@needs_disk
def test_what_acknowledges_too_early_or_writes_in_place_is_found_out(fault_template: str) -> None:
    assert ask(MODULE, "save", "--upto", 65536, "--control", FAULTS_TEMPLATE=fault_template)["lost"] >= 1
    assert "naive was harmed" in ask(MODULE, "output", "--control", FAULTS_TEMPLATE=fault_template)["told"]


@needs_recorder
def test_saves_on_a_disk_that_reports_errors(fault_template: str) -> None:
    found = ask(MODULE, "broken", "--calls", 8, FAULTS_TEMPLATE=fault_template)
    assert found["told"] == []
    assert (found["lost"], found["halved"]) == (0, 0)
    assert min(found["refused at a write"], found["refused at an fsync"]) >= 5
