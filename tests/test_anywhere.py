"""The same work, the same result, wherever it is done (faults F28, F98): locales, odd folders, odd time zones.

One process for each place does what a firm does: brings a table in, lists, prints and writes it out again. Whatever the C
library and Qt make of the locale, the files are equal. Every place runs with the warning for texts without an encoding.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
WORK = """
import hashlib, io, json, sys
from contextlib import redirect_stdout
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from app import cli
folder = Path(sys.argv[1])
said = {}
def done(name, *arguments):
    kept = io.StringIO()
    with redirect_stdout(kept):
        code = cli.main(["--data", str(folder / "data.db"), "--lang", "zh", *arguments])
    said[name] = [code, kept.getvalue() if name.startswith("list") else ""]
(folder / "table.csv").write_bytes(bytes.fromhex(sys.argv[2]))
done("import", "import", "customers", str(folder / "table.csv"))
done("import again", "import", "customers", str(folder / "table.csv"))
done("list", "list", "customers", "--json")
done("list lines", "list", "customers", "--find", "iğne")
(folder / "people.csv").write_bytes("姓名,手机|王芳,13800138000|ıİ Şahin,1|".replace("|", chr(10)).encode("gb18030"))
done("people", "import", "contacts", str(folder / "people.csv"))
for kind, name in (("customers", "out.csv"), ("customers", "out.xlsx"), ("contacts", "out.vcf")):
    done(name, "export", kind, str(folder / name))
done("gb", "export", "customers", str(folder / "gb.csv"), "--encoding", "gb18030")
done("report", "report", "blank-visit", "--out", str(folder / "paper.pdf"))
done("backup", "backup")
done("verify", "verify")
def content(name):
    lines = (folder / name).read_bytes().splitlines()
    return hashlib.sha256(b"|".join(line for line in lines if not line.startswith((b"UID", b"REV")))).hexdigest()
said["files"] = {name: content(name) for name in ("out.csv", "gb.csv", "out.vcf")}
said["pdf"] = (folder / "paper.pdf").stat().st_size > 5_000
said["there"] = sorted(one.name for one in folder.iterdir() if one.suffix in (".csv", ".xlsx", ".vcf", ".pdf"))
sys.stdout.buffer.write(json.dumps(said).encode())
"""
TABLE = (
    "客户编号,客户名称,联系电话,地址,注册资本（万元）,成立日期\n"
    "A1,深圳市华强电子有限公司,0755-88888888,深圳市示例路1号,1234.5,2001-02-03\n"
    "A2,İĞNE ışık Iğdır,+90 212 555 0000,İstanbul,0.1,2010-05-06\n"
    "A3,𠮷野家 Łódź Ωμ😀,1,x,99999999.99,1999-12-31\n"
).encode()
CHILD = """
if __name__ == "__main__":
    exec(compile({work!r}, "work", "exec"))
"""


def do(folder: Path, script: Path, **settings: str) -> dict[str, Any]:
    """What was said and written there; fails with what went to stderr."""
    folder.mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "TZ"))}
    home = folder.parent / "home"
    environment = kept | {"QT_QPA_PLATFORM": "offscreen", "CLIENTELE_HOME": str(home), "PYTHONPATH": str(ROOT)} | settings
    command = [sys.executable, "-X", "warn_default_encoding", str(script), str(folder), TABLE.hex()]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=120)
    told = ended.stderr.decode("utf-8", "replace")
    assert ended.returncode == 0, told[-2000:]
    assert [line for line in told.splitlines() if "EncodingWarning" in line and f"{os.sep}app{os.sep}" in line] == []
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("script") / "work.py"
    path.write_text(CHILD.format(work=WORK), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, script: Path) -> dict[str, Any]:
    return do(tmp_path_factory.mktemp("usual") / "plain", script, LC_ALL="C.UTF-8", TZ="Asia/Shanghai")


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of locales that this machine need not have."""
    if shutil.which("localedef") is None or not Path("/usr/share/i18n/charmaps").is_dir():
        pytest.skip("localedef and its charmaps make the locales; they are not here")
    return tmp_path_factory.mktemp("locales")


def test_the_work_is_done(usual: dict[str, Any]) -> None:
    assert [usual[name][0] for name in ("import", "import again", "people", "list", "report", "backup", "verify")] == [0] * 7
    listed = json.loads(usual["list"][1])
    assert [one["name"] for one in listed] == ["深圳市华强电子有限公司", "İĞNE ışık Iğdır", "𠮷野家 Łódź Ωμ😀"]
    assert "İĞNE" in usual["list lines"][1]
    assert (len(usual["there"]), usual["pdf"]) == (7, True)


PLAIN_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ODD = {
    "locale C": ("客户's 100%s {x} $HOME", PLAIN_C | {"TZ": "America/St_Johns"}),
    "no locale, no zone, a long name": ("😀 #1?&" + "客" * 78, {"TZ": "Mars/Base"}),
}


@pytest.mark.parametrize("name", ODD)
def test_it_is_the_same_in_odd_places(tmp_path: Path, script: Path, usual: dict[str, Any], name: str) -> None:
    folder, settings = ODD[name]
    assert do(tmp_path / folder, script, **settings) == usual


@pytest.mark.parametrize(("locale", "charmap"), [("zh_CN", "GBK"), ("tr_TR", "ISO-8859-9")])
def test_it_is_the_same_in_every_locale(
    tmp_path: Path, script: Path, usual: dict[str, Any], locales: Path, locale: str, charmap: str
) -> None:
    name = f"{locale}.{charmap}"
    subprocess.run(["localedef", "-i", locale, "-f", charmap, str(locales / name)], check=False, capture_output=True)
    if not (locales / name).exists():
        pytest.skip(f"localedef has no source of {name}")
    folder = tmp_path / "Müşteri dizini"
    assert do(folder, script, LC_ALL=name, LOCPATH=str(locales), PYTHONUTF8="0") == usual


def test_a_text_that_leans_on_the_locale_is_seen(tmp_path: Path) -> None:
    """The control: what opens a text without its encoding is warned of, and reads rubbish under another locale."""
    path = tmp_path / "a.txt"
    path.write_text("深圳", encoding="utf-8")
    code = "import sys; print(ascii(open(sys.argv[1]).read()))"
    command = [sys.executable, "-X", "warn_default_encoding", "-c", code, str(path)]
    ended = subprocess.run(command, env=os.environ | PLAIN_C, capture_output=True, check=False)
    assert b"EncodingWarning" in ended.stderr
    assert rb"\u6df1" not in ended.stdout
