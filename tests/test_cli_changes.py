"""Changes between two laptops, visits and rows left out on the command line."""

import json
import shutil
from datetime import date

import pytest

from app import cli
from app.models import Customer
from app.services import records
from app.store.store import open_file


@pytest.fixture
def run(capfd, tmp_path, monkeypatch):
    monkeypatch.delenv("CLIENTELE_LANG", raising=False)

    def call(data, *arguments):
        code = cli.main(["--data", str(data), "--lang", "en", *map(str, arguments)])
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_changes_go_out_and_come_in(run, tmp_path):
    owner, laptop, file = tmp_path / "owner.db", tmp_path / "laptop.db", tmp_path / "changes.xlsx"
    (tmp_path / "a.csv").write_text("Name,Phone\nA,1\n", encoding="utf-8")
    assert run(owner, "import", "customers", tmp_path / "a.csv")[0] == 0
    shutil.copy(owner, laptop)
    store = open_file(laptop)
    (one,) = store.read(lambda session: [row[0] for row in session.query(Customer.id)])
    store.write("x", records.update, Customer, one, {"phone": "2"})
    store.write("x", records.create, Customer, {"name": "B"})
    store.close()
    assert run(laptop, "export", "changes", file, "--since", date.today().isoformat()) == (0, f"{file}\n", "")
    code, out, _err = run(owner, "import", "changes", file, "--dry-run", "--json")
    assert (code, json.loads(out)["created"]) == (0, 1)
    code, out, _err = run(owner, "import", "changes", file)
    assert (code, out.splitlines()[0].split(",")[0]) == (0, "1 new")
    code, out, _err = run(owner, "list", "customers", "--json")
    assert sorted((row["name"], row["phone"]) for row in json.loads(out)) == [("A", "2"), ("B", None)]


@pytest.mark.parametrize(
    "arguments",
    [("changes", "x.xlsx"), ("changes", "x.csv", "--since", "2026-01-01"), ("changes", "x.xlsx", "--since", "yesterday")],
)
def test_wrong_use_of_changes(run, tmp_path, arguments):
    code, out, err = run(tmp_path / "no.db", "export", *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)


def test_visits_come_in_and_rows_left_out_are_saved(run, tmp_path):
    data, file, left = tmp_path / "a.db", tmp_path / "v.csv", tmp_path / "left.csv"
    file.write_text("客户名称,拜访日期,拜访内容\n甲,2026-01-05,谈\n乙,,\n", encoding="utf-8")
    code, out, _err = run(data, "import", "visits", file, "--json", "--left-out", left)
    assert (code, json.loads(out)["created"], json.loads(out)["refused"]) == (0, 1, 1)
    assert left.read_text(encoding="utf-8-sig").splitlines()[1].startswith("乙,,,Row 3")
    code, out, _err = run(data, "import", "visits", file, "--json", "--mode", "create")
    assert json.loads(out)["unchanged"] == 1


def test_a_file_for_older_programs(run, tmp_path):
    data, file = tmp_path / "a.db", tmp_path / "c.csv"
    file.write_text("Name\n甲公司\n", encoding="utf-8")
    run(data, "import", "customers", file)
    out = tmp_path / "out.csv"
    assert run(data, "export", "customers", out, "--encoding", "gb18030")[0] == 0
    assert "甲公司" in out.read_bytes().decode("gb18030")
