"""Another program copies the file while it is written (fault F14): such a copy is refused, told as damaged, or an older state
that was; never a mixture that counts as whole. A backup of the same moment always is."""

import subprocess
import sys
from pathlib import Path

from app.errors import StorageError
from app.models import Customer
from app.safety.making import make_backup
from app.services import records
from app.services.lists import ListQuery, page
from app.store.archive import check
from app.store.store import Store, open_file
from app.store.verify import verify

COPIES = 10
SCRIPT = """
import shutil, sys
from pathlib import Path
data, out = Path(sys.argv[1]), Path(sys.argv[2])
for number in range(int(sys.argv[3])):
    for suffix in ("", "-wal"):
        if (part := data.with_name(data.name + suffix)).exists():
            shutil.copyfile(part, out / f"{number}.db{suffix}")
print("done")
"""


def names(store: Store) -> list[str]:
    return [row.texts[0] for row in store.read(page, ListQuery("customers", ("name",), "name"), 0, 5000)]


def judged(path: Path) -> str:
    """What the program says of a copy; ``whole`` where what it shows is what was once saved, in full."""
    try:
        store = open_file(path)
    except StorageError as error:
        return "refused" if error.sentence else "silent"
    try:
        if not verify(store).whole:
            return "damaged"
        return "whole" if sorted(names(store)) == [f"{number:05d}" for number in range(len(names(store)))] else "mixed"
    except StorageError:
        return "damaged"
    finally:
        store.close()


def test_no_copy_made_meanwhile_counts_as_whole_and_is_not(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "copies"
    out.mkdir()
    copier = subprocess.Popen([sys.executable, "-c", SCRIPT, str(store.path), str(out), str(COPIES)], stdout=subprocess.PIPE)
    count = 0
    while copier.poll() is None:
        store.write("Made", records.create, Customer, {"name": f"{count:05d}"})
        count += 1
    assert copier.communicate()[0].strip() == b"done"
    found = [judged(out / f"{number}.db") for number in range(COPIES)]
    assert set(found) <= {"refused", "damaged", "whole"}, found
    assert check(make_backup(store, "auto").path).verified
    assert len(names(store)) == count
