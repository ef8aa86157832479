"""What can be done with a saved file: show it in its folder, copy it, give it to the mail program."""

import shutil
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl, QUrlQuery
from PySide6.QtGui import QDesktopServices, QGuiApplication

from app.errors import StorageError, reason_of
from app.i18n import N_


def show_in_folder(path: Path) -> None:
    """Open the file's folder, with the file selected where the system can. StorageError where nothing opens it."""
    if not path.exists():
        raise StorageError(N_("{file} is no longer in {folder}."), file=path.name, folder=str(path.parent))
    if sys.platform == "win32":
        _start(["explorer", f"/select,{path}"])
    elif sys.platform == "darwin":
        _start(["open", "-R", str(path)])
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))):
        raise StorageError(N_("No program opens folders here. The file is in {folder}."), folder=str(path.parent))


def copy_file(path: Path) -> None:
    """Put the file itself on the clipboard, to be pasted into a folder, a chat or a letter."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    data.setText(str(path))
    QGuiApplication.clipboard().setMimeData(data)


def copy_path(path: Path) -> None:
    """Put the file's path on the clipboard."""
    QGuiApplication.clipboard().setText(str(path))


def mail(path: Path, subject: str) -> bool:
    """Hand the file to the mail program; True when it hangs on the new letter, False when it must be put there by hand
    (it is on the clipboard then). StorageError where there is no mail program."""
    if sys.platform.startswith("linux") and (tool := shutil.which("xdg-email")) and _has_mail_program():
        _start([tool, "--utf8", "--subject", subject, "--attach", str(path)])
        return True
    if sys.platform == "darwin" and Path("/System/Applications/Mail.app").exists():
        _start(["open", "-a", "Mail", str(path)])
        return True
    copy_file(path)
    query = QUrlQuery()
    query.addQueryItem("subject", subject)
    letter = QUrl("mailto:")
    letter.setQuery(query)
    if _has_mail_program() and QDesktopServices.openUrl(letter):
        return False
    raise StorageError(
        N_("This computer has no mail program. The file is on the clipboard and in {folder}."), folder=str(path.parent)
    )


def _has_mail_program() -> bool:
    """Linux desktops name one; elsewhere the system finds out itself."""
    if not sys.platform.startswith("linux"):
        return True
    tool = shutil.which("xdg-mime")
    if tool is None:
        return False
    question = [tool, "query", "default", "x-scheme-handler/mailto"]
    try:
        asked = subprocess.run(question, capture_output=True, timeout=2, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return bool(asked.stdout.strip())


def _start(command: list[str]) -> None:
    try:
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603
    except OSError as error:
        reason = reason_of(error)
        raise StorageError(N_("{program} could not be started: {reason}."), program=command[0], reason=reason) from error
