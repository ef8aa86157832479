"""Backups, restore and salvage on the command line."""

import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app import cli
from app.models import Customer, Employee
from app.paths import noted_later
from app.safety.making import make_backup
from app.safety.places import choose, folder_of, places
from app.services import disclosures, records, settings
from app.store.backup import backup_folder
from app.store.changes import Label
from app.store.store import open_file


@pytest.fixture
def run(capfd, data_file, monkeypatch):
    """Runs a command on the data file and returns (exit code, stdout, stderr)."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def run(*arguments):
        code = cli.main(["--data", str(data_file), *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def add(path: Path, name: str) -> None:
    store = open_file(path)
    store.write("Made", records.create, Customer, {"name": name})
    store.close()


def one_sentence(err):
    return bool(err.strip()) and err.count("\n") == 1 and "Traceback" not in err


def names(run) -> list[str]:
    return [line.split("\t")[1] for line in run("list", "customers")[1].splitlines()[1:]]


def test_made_listed_and_restored(run, data_file) -> None:
    add(data_file, "华信")
    code, out, err = run("backup")
    assert (code, err) == (0, "")
    assert re.fullmatch(r".*data-backups/000001-\d{8}-\d{6}-by-hand\.clb\n", out)
    add(data_file, "后来的")
    code, out, err = run("backups")
    assert (code, err) == (0, "")
    assert re.fullmatch(r"1\t\d{4}-\d\d-\d\d \d\d:\d\d\tby hand\t0\.\d MB\t1\twhole\n", out)
    code, out, err = run("restore", "1")
    assert code == 2
    assert one_sentence(err)
    assert "Customers: 1 in the backup, 2 now" in out
    assert "Steps that would be lost: 1" in out
    assert names(run) == ["华信", "后来的"]
    code, out, err = run("restore", "1", "--yes")
    assert (code, err) == (0, "")
    assert "before-restore" in out
    assert names(run) == ["华信"]
    assert run("restore", "2", "--yes")[0] == 0
    assert names(run) == ["华信", "后来的"]
    assert run("verify")[0] == 0


def test_times_stand_on_the_firms_clock(run, data_file, monkeypatch) -> None:
    store = open_file(data_file)
    store.write("Zone", settings.change, "zone", "America/New_York")
    made = make_backup(store, "auto").manifest.made_at
    store.close()
    shown = made.astimezone(ZoneInfo("America/New_York")).strftime("%Y-%m-%d %H:%M")
    assert run("backups")[1].split("\t")[1] == shown


def test_another_place(run, data_file, tmp_path) -> None:
    add(data_file, "华信")
    code, out, _err = run("backup", "--to", tmp_path / "stick")
    assert code == 0
    assert run("backups")[1] == ""
    assert run("backups", "--in", tmp_path / "stick")[1].startswith("1\t")
    add(data_file, "二")
    assert run("restore", out.strip(), "--yes")[0] == 0
    assert names(run) == ["华信"]
    assert run("restore", "1", "--in", tmp_path / "stick", "--yes")[0] == 0


def test_a_damaged_file_is_replaced_and_kept(run, data_file) -> None:
    add(data_file, "华信")
    run("backup")
    data_file.write_bytes(b"\0" * 9000)
    code, _out, err = run("restore", "1")
    assert (code, one_sentence(err)) == (2, True)
    assert data_file.read_bytes() == b"\0" * 9000
    code, out, _err = run("restore", "1", "--yes")
    assert code == 0
    (kept,) = data_file.parent.glob("damaged-*/data.db")
    assert kept.read_bytes() == b"\0" * 9000
    assert str(kept.parent) in out
    assert names(run) == ["华信"]


def test_a_whole_file_that_is_only_refused_is_never_swapped_out(run, data_file, tmp_path, monkeypatch) -> None:
    add(data_file, "华信")
    assert run("backup")[0] == 0
    cloud = tmp_path / "OneDrive"
    cloud.mkdir()
    moved = data_file.rename(cloud / data_file.name)
    before = moved.read_bytes()
    backup = next((tmp_path / "data-backups").glob("*.clb"))
    for asked in ((), ("--yes",)):
        assert cli.main(["--data", str(moved), "restore", str(backup), *asked]) == 1
    assert (moved.read_bytes(), sorted(path.name for path in cloud.iterdir())) == (before, [moved.name])
    moved.rename(data_file)
    with monkeypatch.context() as patch:
        patch.setattr("app.store.refusals.file_state", raises := Refusing())
        assert run("restore", "1", "--yes")[0] == 1
    assert raises.asked
    assert not list(data_file.parent.glob("damaged-*"))
    assert names(run) == ["华信"]


class Refusing:
    """A disk that does not let the file be read just now."""

    asked = False

    def __call__(self, _path: Path) -> None:
        self.asked = True
        raise PermissionError(13, "Permission denied")


def test_an_open_file_is_backed_up_and_not_restored(run, data_file) -> None:
    window = open_file(data_file)
    window.write("Made", records.create, Customer, {"name": "开着"})
    assert run("backup")[0] == 0
    for asked in ((), ("--yes",)):
        code, _out, err = run("restore", "1", *asked)
        assert code == 1
        assert "another window" in err
    window.close()
    assert names(run) == ["开着"]


def test_what_is_wrong_is_told_in_one_sentence(run, data_file, tmp_path) -> None:
    (tmp_path / "000007-20260101-000000-auto.clb").write_bytes(b"half")
    for arguments in (
        ("restore", "9", "--yes"), ("restore", "nothing.clb", "--yes"), ("restore", tmp_path / "000007-20260101-000000-auto.clb"),
        ("salvage", tmp_path / "no.db", tmp_path / "new.db"), ("salvage", data_file, data_file),
        ("backup", "--to", tmp_path / "no" / "such"),
    ):  # fmt: skip
        code, _out, err = run(*arguments)
        assert (code, one_sentence(err)) == (1, True), arguments
    assert run("backups", "--in", tmp_path)[1].startswith("7\t")
    assert cli.main(["--data", str(tmp_path / "missing.db"), "backup"]) == 1


def test_salvaged(run, data_file, tmp_path) -> None:
    add(data_file, "华信")
    content = bytearray(data_file.read_bytes())
    content[:4096] = bytes(4096)
    data_file.write_bytes(content)
    code, out, err = run("salvage", data_file, tmp_path / "new.db")
    assert (code, err) == (0, "")
    assert "Customers: 1 read\n" in out
    assert out.endswith(f"{tmp_path / 'new.db'}\n")
    assert cli.main(["--data", str(tmp_path / "new.db"), "verify"]) == 0


def test_chosen_places_are_kept_for_each_file(tmp_path, data_file) -> None:
    assert places(data_file).folder == backup_folder(data_file)
    choose(data_file, tmp_path / "disk", tmp_path / "stick")
    assert folder_of(data_file) == tmp_path / "disk" / "data-backups"
    assert places(data_file).second == tmp_path / "stick" / "data-backups"
    assert places(tmp_path / "other.db").second is None
    choose(data_file, None, None)
    assert places(data_file).folder == backup_folder(data_file)
    (tmp_path / "home" / "backup-places.json").write_text("[1", encoding="utf-8")
    assert places(data_file).second is None


def left(path: Path) -> list[tuple[str, str, int | None, str]]:
    store = open_file(path)
    found = store.read(disclosures.listed)
    store.close()
    return [(one.what, one.target, one.count, Path(one.place).name) for one in found]


def test_what_leaves_the_file_is_noted(run, data_file, tmp_path) -> None:
    add(data_file, "华信")
    assert run("export", "customers", tmp_path / "a.csv")[0] == 0
    assert run("export", "contacts", tmp_path / "a.vcf")[0] == 0
    assert run("export", "changes", tmp_path / "a.xlsx", "--since", "2020-01-01")[0] == 0
    assert run("report", "customer-file", "--customer", "KH000001", "--out", tmp_path / "a.pdf")[0] == 0
    assert run("report", "blank-visit", "--out", tmp_path / "b.pdf")[0] == 0  # an empty form tells nothing of anybody
    assert left(data_file) == [
        ("Customer file", "customers", None, "a.pdf"), ("Changes for another laptop", "", 1, "a.xlsx"),
        ("People", "contacts", 0, "a.vcf"), ("Customers", "customers", 1, "a.csv"),
    ]  # fmt: skip


def test_while_a_window_has_the_file_it_is_noted_beside_it_and_taken_over(run, data_file, tmp_path) -> None:
    add(data_file, "华信")
    window = open_file(data_file)
    assert run("export", "customers", tmp_path / "a.csv")[0] == 0
    assert run("export", "customers", tmp_path / "b.csv")[0] == 0
    window.close()
    beside = noted_later(data_file)
    assert len(json.loads(beside.read_text(encoding="utf-8"))) == 2
    assert run("import", "customers", tmp_path / "a.csv")[0] == 0
    assert not beside.exists()
    assert [line[3] for line in left(data_file)] == ["b.csv", "a.csv"]


@pytest.mark.parametrize("text", ["", "[", '{"a": 1}', '[1, {"kind": "x"}]', '[{"id": "1", "kind": "exported"}]'])
def test_rubbish_beside_the_file_is_passed_over(run, data_file, tmp_path, text: str) -> None:
    noted_later(data_file).write_text(text, encoding="utf-8")
    (tmp_path / "a.csv").write_text("Name\nA\n", encoding="utf-8")
    assert run("import", "customers", tmp_path / "a.csv")[0] == 0
    assert left(data_file) == []
    assert not noted_later(data_file).exists()


def test_a_role_binds_the_command_line_too(run, data_file, tmp_path) -> None:
    add(data_file, "华信")
    store = open_file(data_file)
    store.write("Made", records.create, Employee, {"name": "陈立", "role": "owner"})
    store.write("Made", records.create, Employee, {"name": "李读", "role": "reader"})
    store.close()
    for asked in (
        ("export", "customers", tmp_path / "a.csv"), ("export", "contacts", tmp_path / "a.vcf"),
        ("export", "changes", tmp_path / "a.xlsx", "--since", "2020-01-01"),
        ("report", "customer-file", "--customer", "KH000001", "--out", tmp_path / "a.pdf"), ("list", "customers", "--json"),
    ):  # fmt: skip
        code, out, err = run(*asked)
        assert (code, out, one_sentence(err)) == (1, "", True)
        assert "exporting and printing" in err
    assert list(tmp_path.glob("a.*")) == []
    assert run("report", "blank-visit", "--out", tmp_path / "b.pdf")[0] == 0


def test_what_people_typed_moves_no_terminal(run, data_file) -> None:
    add(data_file, "华信")
    run("backup")
    store = open_file(data_file)
    store.write(Label("Deleted “{name}”", {"name": "A\x1b[2J\u202eB"}), records.create, Customer, {"name": "二"})
    store.close()
    out = run("restore", "1")[1]
    assert "Deleted" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_a_list_for_programs_is_noted(run, data_file) -> None:
    add(data_file, "华信")
    assert json.loads(run("list", "customers", "--json")[1])[0]["name"] == "华信"
    assert run("list", "customers")[0] == 0
    assert left(data_file) == [("Customers", "customers", 1, "list --json")]


@pytest.mark.parametrize(("role", "shown"), [("owner", "440301198508150011"), ("reader", None)])
def test_who_may_not_see_hidden_values_is_not_listed_them(run, data_file, role: str, shown: str | None) -> None:
    store = open_file(data_file)
    store.write("Made", records.create, Customer, {"name": "李静", "kind": "person", "id_number": "440301198508150011"})
    roles = ("owner", "reader")
    made = {name: store.write("Made", records.create, Employee, {"name": name, "role": name}).value for name in roles}
    store.write("me", settings.change, "me", str(made[role]))
    store.close()
    code, out, _err = run("list", "customers", "--json")
    if shown is None:
        assert (code, out) == (1, "")
        return
    (row,) = json.loads(out)
    assert (row["name"], row["id_number"]) == ("李静", shown)
