"""Where a data file lies: a synchronized or network folder is no place to work on it (faults F13, F14).

A program that copies the file while it is written makes rubbish of it (92 % of 150 copies), and a network share keeps no
locks. Finished backups may lie in such places. What a folder is, is read off its name, the names of those above it, and
what the system mounted there; nothing is asked of a network.
"""

import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from app.errors import PlaceError
from app.i18n import N_

Kind = Literal["local", "cloud", "network", "removable"]

_CLOUDS = (
    (("onedrive",), r"onedrive( ?- ?.+| for business)?", "OneDrive"),
    (("dropbox",), r"dropbox( \(.+\)| ?- ?.+)?", "Dropbox"),
    (("google", "my drive", "我的云端硬盘"), r"google ?drive( ?- ?.+)?|googledrive-.+|my drive|我的云端硬盘", "Google Drive"),
    (("icloud", "com~", "mobile"), r"icloud ?drive|com~apple~clouddocs|mobile documents|icloud~.+", "iCloud"),
    (("baidu", "百度"), r"baidusyncdisk|baidunetdisk(workspace)?|百度(网盘|云)?(同步空间|同步盘|网盘)", "百度网盘"),
    (("nutstore", "坚果云", "我的坚果云"), r"nutstore( files)?|nutstore-.+|(我的)?坚果云", "坚果云 Nutstore"),
    (("nextcloud", "owncloud"), r"(next|own)cloud\d*", "Nextcloud"),
    (("megasync",), r"megasync( downloads)?", "MEGA"),
    (("box",), r"box sync|box-box", "Box"),
    (("微云", "腾讯微云", "weiyun"), r"(腾讯)?微云(同步(助手|盘))?|weiyun(sync)?", "微云"),
    (("阿里云盘", "aliyundrive", "adrive"), r"阿里云盘(备份盘)?|aliyundrive|adrive", "阿里云盘"),
    (("pcloud",), r"pcloud ?drive|pcloudsync", "pCloud"),
    (("yandex",), r"yandex\.?disk", "Yandex.Disk"),
    (
        ("wps", "天翼", "夸克", "迅雷", "和彩", "移动"),
        r"wps ?云盘|wpsdrive|wps cloud files|(天翼|夸克|迅雷|和彩|移动)云盘",
        "云盘",
    ),
    (("seafile", "resilio", "syncthing"), r"seafile( .+)?|resilio sync|syncthing", "Sync"),
)
"""How a folder's name begins (asked first: a start must not compile fifteen patterns), what it is, whose it is."""
_AT_HOME = {"mega": "MEGA", "box": "Box", "sync": "Sync", "drive": "Google Drive"}
"""Plain words that name a cloud only directly in a person's own folder or at the root of a disk."""
_MARKS = {".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".stfolder": "Syncthing", ".owncloudsync.log": "Nextcloud"}
_REMOTE = (
    r"nfs\d?|cifs|smb(3|fs)?|afs|ceph|lustre|gpfs|glusterfs|davfs2?|ncpfs|vboxsf|vmhgfs|"
    r"fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|vmhgfs-fuse|glusterfs|s3fs|smbnetfs|curlftpfs|cephfs|juicefs)"
)
_CLOUD_DISKS = r"fuse\.(google-drive-ocamlfuse|onedriver|dropboxfs|pcloudfs|pcloud\.fs|mega.*|insync.*|seadrive)"
_USUAL = {"ext4", "ext3", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "f2fs", "vfat", "exfat", "ntfs", "fuseblk"}
_CLOUD_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_STICKS = ("/media/", "/run/media/", "/Volumes/")
_WINDOWS: dict[int, Kind] = {2: "removable", 4: "network"}


class Place(NamedTuple):
    """What kind of place it is, and the name people know it by (empty for a local disk)."""

    kind: Kind
    name: str = ""


def kind_of(path: Path) -> Kind:
    """local, cloud, network or removable; ``path`` need not exist."""
    return place_of(path).kind


def place_of(path: Path) -> Place:
    """The same with a name: OneDrive, the server of a share."""
    return _folder(path.parent.absolute())


@lru_cache(maxsize=64)
def _folder(folder: Path) -> Place:
    for seen in dict.fromkeys((folder, _resolved(folder))):
        if (cloud := _cloud(seen)) or (share := _share(str(seen))):
            return Place("cloud", cloud) if cloud else Place("network", share)
    return _disk(_resolved(folder))


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except OSError:
        return folder


def _cloud(folder: Path) -> str:
    """The cloud whose folder this is, or lies in; the empty text where there is none."""
    homes = {str(Path.home()), *(str(above) for above in folder.parents if above.parent == above or above.parent.name == "Users")}
    for part in (folder, *folder.parents):
        word = part.name.casefold()
        for begins, pattern, name in _CLOUDS:
            if word.startswith(begins) and re.fullmatch(pattern, word):
                return name
        if word in _AT_HOME and str(part.parent) in homes:
            return _AT_HOME[word]
        if part.parent.name == "CloudStorage":  # macOS: ~/Library/CloudStorage/OneDrive-Personal
            return part.name.split("-")[0]
    return _by_mark(folder)


def _by_mark(folder: Path) -> str:
    for part in (folder, *folder.parents):
        for mark, name in _MARKS.items():
            if part != Path.home() and (part / mark).exists():  # Dropbox keeps its settings under that name at home
                return name
    named = [os.environ.get(variable) for variable in _CLOUD_VARIABLES]
    return "OneDrive" if any(above and folder.is_relative_to(above) for above in named) else ""


def _share(folder: str) -> str:
    """The server of \\\\server\\share, also in Windows' long form."""
    found = re.match(r"(?:\\\\\?\\UNC\\|\\\\(?![?.]\\)|//(?![?./]))([^\\/]+)", folder)
    return found[1] if found else ""


def _disk(folder: Path) -> Place:
    if sys.platform == "win32":
        return _of_windows(folder)
    if sys.platform.startswith("linux"):
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return Place("local")
        return mounted(folder, mounts)
    return Place("removable", folder.parts[2]) if str(folder).startswith(_STICKS) else Place("local")


def mounted(folder: Path, mounts: str) -> Place:
    """What /proc/self/mounts says of a folder: the longest mount point above it counts, of two alike the later."""
    best, place = -1, Place("local")
    for line in mounts.splitlines():
        source, point, kind = (_unescaped(word) for word in line.split(" ")[:3])
        if folder.is_relative_to(point) and len(point) >= best:
            best, place = len(point), _mount(source, point, kind)
    return place


def _unescaped(word: str) -> str:
    return re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), word) if "\\" in word else word


def _mount(source: str, point: str, kind: str) -> Place:
    if kind not in _USUAL and re.fullmatch(_CLOUD_DISKS, kind):
        return Place("cloud", kind.removeprefix("fuse."))
    if kind not in _USUAL and re.fullmatch(_REMOTE, kind):
        return Place("network", source.split(":")[0].strip("/").split("/")[0] or kind)
    return Place("removable", point.rsplit("/", 1)[-1]) if point.startswith(_STICKS) else Place("local")


def _of_windows(folder: Path) -> Place:
    import ctypes

    asked = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)  # type: ignore[attr-defined,unused-ignore]
    kind: Kind = _WINDOWS.get(asked, "local")
    return Place(kind, folder.drive if kind != "local" else "")


_REFUSED = {
    "cloud": N_(
        "{path} lies in a folder that {name} synchronizes. That damages a data file while you work on it. Move it to this "
        "computer; finished backups may stay in {name}."
    ),
    "network": N_(
        "{path} lies on the network ({name}). Two computers can damage a data file there. Move it to this computer; finished "
        "backups may stay on the network."
    ),
}


def require_home(path: Path, anywhere: bool = False) -> None:
    """Raise PlaceError where a data file must not be worked on, unless somebody took that upon themselves (``anywhere``)."""
    place = place_of(path)
    if (sentence := _REFUSED.get(place.kind)) and not anywhere:
        raise PlaceError(sentence, place=place.kind, name=place.name, path=str(path))
