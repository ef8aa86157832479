"""Starting a bench as a process of its own: it forks, preloads and kills, which a process with threads and Qt must not."""

import json
import os
import subprocess
import sys
from typing import Any

from tests.faults.kit import ROOT


def ask(module: str, *arguments: object, **variables: str) -> dict[str, Any]:
    """Run ``python -m module arguments`` in the checkout and read the JSON object it prints."""
    command = [sys.executable, "-m", module, *(str(each) for each in arguments)]
    environment = {**os.environ, **variables}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1800, check=False)
    if ended.returncode:
        raise RuntimeError(f"{module} ended with {ended.returncode}: {ended.stderr[-4000:]}")
    return dict(json.loads(ended.stdout.splitlines()[-1]))
