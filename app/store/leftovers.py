"""What an ended program left beside a data file: a log that does not fit, and readable copies of an encrypted file.

Called when a file is opened for work, with its lock held: nobody else makes such copies of it then.
"""

import glob
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.paths import pending_restore
from app.store import keys, stale
from app.store.blobs import folder_of

_TURNING = ".turning-"


def clear(path: Path) -> None:
    """Put a log aside that does not fit; take away what a change of form that was ended half-way left in the other form."""
    stale.set_aside(path)
    folders = sorted(path.parent.glob(f".{glob.escape(path.name)}{_TURNING}*"))
    if folders and not pending_restore(path).exists():
        drop_other(path)
        for folder in folders:  # last: it says that there is something to take away
            shutil.rmtree(folder, ignore_errors=True)


def drop_other(path: Path) -> None:
    """Take away what was made of a file in the other form and never put in its place."""
    from app.store.forms import drop_other_forms  # reads attachments: nothing for a start
    from app.store.swap import ready_path

    for left in (ready_path(path), keys.keys_path(ready_path(path))):
        left.unlink(missing_ok=True)
    drop_other_forms(path)
    for half in _half_written(path):
        half.unlink(missing_ok=True)


@contextmanager
def turning_folder(path: Path) -> Iterator[Path]:
    """A folder for the other form of a file while it is being made; OSError where there can be none. Where the work ends
    without the swap, nothing stays of it; where the program ends, the next opening takes it away."""
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}{_TURNING}", dir=path.parent))
    try:
        yield folder
    except Exception:
        if not pending_restore(path).exists():
            with suppress(OSError):
                drop_other(path)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def readable(path: Path) -> list[Path]:
    """What lies beside an encrypted file from before and can still be read: damaged files, logs put aside, half contents."""
    if not keys.is_encrypted(path):
        return []
    damaged = [folder for folder in path.parent.glob("damaged-*") if _is_plain(folder / path.name)]
    return [*damaged, *(file for file in (*stale.aside(path), *_half_written(path)) if _has_gaps(file))]


def drop_readable(path: Path) -> None:
    """Delete what ``readable`` lists; what another program holds stays."""
    for each in readable(path):
        with suppress(OSError):
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def _half_written(path: Path) -> list[Path]:
    """Contents that were being written when the program ended."""
    return list(folder_of(path).rglob(".*.tmp"))


def _is_plain(file: Path) -> bool:
    return file.is_file() and not keys.is_encrypted(file)


def _has_gaps(file: Path) -> bool:
    """Whether it holds a run of zeros: encrypted pages have none, others always."""
    with suppress(OSError), file.open("rb") as data:
        return bytes(32) in data.read(1 << 20)
    return False
