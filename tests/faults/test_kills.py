"""Kills at random moments of edits, imports, merges, attachments and upgrades: nothing acknowledged is lost, no half step.

A few here, the many in ``run.py bench faults``.
"""

import os

import pytest

from tests.faults.running import ask

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork and SIGKILL")


@pytest.mark.parametrize("seed", [1])
def test_a_killed_process_loses_nothing_it_acknowledged(seed: int, fault_template: str) -> None:
    found = ask("tests.faults.kills", "--kills", 9, "--seed", seed, FAULTS_TEMPLATE=fault_template)
    assert found["told"] == []
    assert (found["kills that lost"], found["kills that halved"]) == (0, 0)
    assert found["in the midst of a step"] >= 3
    assert found["acknowledged"] >= 6


def test_one_that_acknowledges_too_early_is_caught(fault_template: str) -> None:
    found = ask("tests.faults.kills", "--kills", 2, "--kind", "import_", "--early", FAULTS_TEMPLATE=fault_template)
    assert found["kills that lost"] >= 1
