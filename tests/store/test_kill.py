"""A killed process loses nothing that was acknowledged, and leaves no half step (faults F01, R1; the full run is a benchmark)."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.models import Contact, Customer
from app.store.store import open_file
from app.store.verify import verify

CHILD = """
import sys
from pathlib import Path
from app.models import Contact, Customer
from app.services import records
from app.store.store import open_file

def customer_with_person(session, index):
    customer = records.create(session, Customer, {"name": f"客户 {index}", "notes": "备注" * 500})
    records.create(session, Contact, {"name": f"人 {index}", "customer_id": customer})

store = open_file(Path(sys.argv[1]))
for index in range(10_000):
    store.write("Saved", customer_with_person, index)
    print(index, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_killed_while_saving(data_file: Path) -> None:
    rng, acknowledged = random.Random(7), 0
    for _ in range(6):
        process = subprocess.Popen([sys.executable, "-c", CHILD, str(data_file)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(rng.randrange(1, 40)):
            acknowledged += 1 if process.stdout.readline() else 0
        process.send_signal(signal.SIGKILL)
        acknowledged += len(process.stdout.readlines())
        process.stdout.close()
        process.wait()
        store = open_file(data_file)
        customers, people = (
            store.read(lambda s, e=e: s.scalar(sa.select(sa.func.count()).select_from(e))) for e in (Customer, Contact)
        )
        assert customers == people
        assert customers >= acknowledged
        assert verify(store).whole
        acknowledged = customers
        store.close()
