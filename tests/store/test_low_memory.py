"""Memory runs out in the middle of a step (faults F101): nothing of it is kept, and the next save works."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import resource, sys
from pathlib import Path
from app.errors import StorageError
from app.models import Customer, BY_KEY
from app.services import records
from app.services.lists import ListQuery, count, page
from app.store.store import open_file
from app.store.verify import verify

store = open_file(Path(sys.argv[1]))
store.write("Made", records.create, Customer, {"name": "before"})
query = ListQuery("customers", ("name",), "name", text="before")
store.read(page, query, 0, 9)
status = Path("/proc/self/status").read_text("ascii")
size = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmSize:")) << 10
resource.setrlimit(resource.RLIMIT_AS, (size + (100 << 20), resource.RLIM_INFINITY))


def imported(session):
    kept = []
    while True:  # real rows each round, until the memory is used up
        records.create_many(session, Customer, [{"name": f"customer {number}"} for number in range(100)])
        kept.append(bytearray(20 << 20))


def searched(session):
    kept = []
    while True:
        kept.append((page(session, query, 0, 9), bytearray(20 << 20)))


for work in (lambda: store.write("Import", imported), lambda: store.read(searched)):
    try:
        work()
    except (MemoryError, StorageError) as error:
        print(type(error).__name__)
print(store.read(count, ListQuery("customers", ("name",), "name")))
store.write("Made", records.create, Customer, {"name": "after"})
print(verify(store).whole)
store.close()
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the limit is set by what this system tells of a process")
def test_without_memory_nothing_is_half_done(data_file: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", SCRIPT, str(data_file)]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert ended.stdout.split() == ["MemoryError", "MemoryError", "1", "True"], ended.stderr[-2000:]
