"""Analyses from the command line: the oracles of domain/30 by way of imported orders, the shape of --json, what is refused."""

import csv
import json
import sqlite3
from contextlib import closing

import pytest

from app.cli import EXPORTED
from tests.test_cli import one_sentence, run  # noqa: F401


def write(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def analyse(run):  # noqa: F811
    def analyse(*arguments):
        code, out, err = run("analyse", *arguments, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return analyse


PARETO = (400, 250, 120, 80, 50, 40, 25, 20, 10, 5)


def test_pareto_of_imported_orders_in_both_readings(run, analyse, tmp_path):  # noqa: F811
    rows = [(f"XS-{place}", f"C{place:02d}", "2026-07-01", amount) for place, amount in enumerate(PARETO, 1)]
    found = json.loads(run("import", "orders", write(tmp_path / "o.csv", ("order_no", "customer", "date", "amount"), *rows),
                           "--json")[1])  # fmt: skip
    assert (found["created"], found["customers_made"]) == (10, 10)
    done = analyse("pareto", "--as-of", "2026-07-31")
    assert [row["code"] for row in done["rows"]] == [f"C{place:02d}" for place in range(1, 11)]
    assert [(row["value"], row["cumulative"], row["class"]) for row in done["rows"][:8]] == [
        (400, 40, "A"), (250, 65, "A"), (120, 77, "A"), (80, 85, "A"), (50, 90, "B"), (40, 94, "B"), (25, 96.5, "B"),
        (20, 98.5, "C"),
    ]  # fmt: skip
    assert list(done["rows"][0]) == ["code", "name", "value", "share", "cumulative", "class"]
    assert (done["parameters"]["as_of"], done["parameters"]["months"], done["company"]["total"]) == ("2026-07-31", 12, 1000)
    within = analyse("pareto", "--as-of", "2026-07-31", "--mode", "within:55/85")
    assert [row["class"] for row in within["rows"]] == ["A", "B", "B", "B", *"CCCCCC"]
    shares = analyse("concentration", "--as-of", "2026-07-31")
    assert (shares["company"]["CR1"], shares["company"]["CR3"]) == (40, 77)
    code, out, err = run("analyse", "pareto", "--as-of", "2026-07-31")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split()[-4:] == ["Value", "Share", "Cumulative", "Class"]
    assert "C10           C10         5.00   0.5 %     100.0 %  C" in out
    for arguments in (("pareto", "--mode", "over:1/2"), ("rfm", "--mode", "tenths"), ("profit", "--mode", "x"),
                      ("pareto", "--months", "0"), ("nothing",), ("pareto", "--as-of", "31.7.2026")):  # fmt: skip
        code, out, err = run("analyse", *arguments)
        assert (code in (1, 2), out) == (True, "")
        assert one_sentence(err)


def test_troubles_of_orders_name_the_column_of_a_line(run, tmp_path):  # noqa: F811
    rows = (("XS-1", "C01", "2026-07-01", "Bolt", "five"), ("XS-2", "C01", "2026-07-01", "Bolt", "5"))
    orders = write(tmp_path / "o.csv", ("order_no", "customer", "date", "product", "amount"), *rows)
    out = run("import", "orders", orders, "--dry-run")[1]
    assert {line.split("\t")[1] for line in out.splitlines()[1:]} == {"Amount", "Customer", "Product"}


def test_every_kind_of_record_is_listed_and_exported(run, tmp_path):  # noqa: F811
    orders = write(tmp_path / "o.csv", ("order_no", "customer", "date", "amount"), ("XS-1", "C01", "2026-07-01", "1234.5"))
    run("import", "orders", orders)
    assert run("list", "orders")[1].splitlines()[1].split("\t")[:4] == ["XS-1", "C01", "2026-07-01", "¥1,234.50"]
    for kind in EXPORTED:
        assert run("list", kind)[::2] == (0, "")
        assert run("export", kind, tmp_path / f"{kind}.csv")[0] == 0
    back = json.loads(run("import", "orders", tmp_path / "orders.csv", "--json")[1])
    assert (back["unchanged"], back["problems"]) == (1, [])

ABC = {"甲": (500, 400, 150, 40), "乙": (300, 310, 60, 30), "丙": (120, 80, 48, 6), "丁": (60, 75, 9, 12), "戊": (20, 0, 6, 1)}


def test_the_five_customers_of_the_matrices_get_their_letters(run, analyse, tmp_path):  # noqa: F811
    orders = [(name, "2026-03-01", sales, sales - gross) for name, (sales, _before, gross, _cost) in ABC.items()]
    orders += [(name, "2025-03-01", before, "") for name, (_sales, before, _gross, _cost) in ABC.items() if before]
    run("import", "orders", write(tmp_path / "o.csv", ("客户名称", "订单日期", "金额", "成本"), *orders))
    costs = [(name, "2026-03-05", cost, "差旅费") for name, (*_rest, cost) in ABC.items()]
    code, out, err = run("import", "costs", write(tmp_path / "c.csv", ("客户名称", "日期", "金额", "费用类型"), *costs))
    assert (code, err, out.split()[0]) == (0, "", "5")
    done = analyse("abc", "--as-of", "2026-12-31")
    keys = ("growth", "GM", "cost", "net", "M1", "M2", "M3", "overall")
    assert {row["name"]: [round(row[key], 1) if isinstance(row[key], float) else row[key] for key in keys]
            for row in done["rows"]} == {
        "甲": [25.0, 30.0, 8.0, 22.0, "A", "A", "A", "A"], "乙": [-3.2, 20.0, 10.0, 10.0, "B", "B", "C", "B"],
        "丙": [50.0, 40.0, 5.0, 35.0, "B", "A", "A", "A"], "丁": [-20.0, 15.0, 20.0, -5.0, "C", "C", "C", "C"],
        "戊": [None, 30.0, 5.0, 25.0, None, "B", "A", "B"],
    }  # fmt: skip
    assert [round(done["company"][key], 1) for key in ("growth", "GM", "cost", "net")] == [13.3, 27.3, 8.9, 18.4]
    profit = analyse("profit", "--as-of", "2026-12-31")
    assert {row["name"]: row["profit"] for row in profit["rows"]}["丁"] == -3
    for name in ("pyramid", "score", "clv", "rfm", "status", "dso", "aging", "credit"):
        found = analyse(name, "--as-of", "2026-12-31")
        assert {"rows", "parameters", "company"} <= found.keys()
        assert all(list(row)[:2] == ["code", "name"] for row in found["rows"])
    assert run("analyse", "clv", "--as-of", "2026-12-31")[0] == 0
    assert analyse("aging", "--mode", "age")["company"]["over_a_year"] == 0
    assert analyse("status")["company"]["win_back"] is None
    assert run("analyse", "aging", "--mode", "years")[2].strip() == "There is no mode “years”. There are: late, age."


def test_the_published_figures_of_real_files(run, analyse, tmp_path, shared):  # noqa: F811
    code, out, _err = run("import", "orders", shared / "data/rfm/rfm_data_orders.csv", "--json")
    assert (code, json.loads(out)["created"], json.loads(out)["customers_made"]) == (0, 4906, 995)
    found = analyse("rfm", "--mode", "published", "--as-of", "2006-12-31")
    assert found["company"]["segments"] == {
        "champions": 158, "loyal": 278, "potential_loyalist": 229, "lost": 111, "at_risk": 86, "about_to_sleep": 50,
        "others": 48, "need_attention": 35,
    }  # fmt: skip


def test_a_workbook_of_several_sheets_comes_in_whole(run, analyse, shared):  # noqa: F811
    file = shared / "data/plotly/supermarket_sales.xlsx"
    found = json.loads(run("import", "orders", file, "--json")[1])
    assert (found["created"], found["refused"]) == (1000, 0)
    assert analyse("pareto")["company"]["total"] == 322966.75  # of 322,966.749; the last order's day is the last that counts
    assert json.loads(run("import", "orders", file, "--json")[1])["unchanged"] == 1000


def test_northwind_has_its_totals_order_by_order_and_line_by_line(run, analyse, tmp_path, shared):  # noqa: F811
    with closing(sqlite3.connect(":memory:")) as known:
        known.executescript((shared / "data/northwind/create.sql").read_text(encoding="utf-8"))
        lines = known.execute(
            "SELECT o.OrderID, o.CustomerID, date(o.OrderDate), p.ProductName, d.Quantity, d.UnitPrice, d.Discount FROM Orders o "
            'JOIN "Order Details" d ON d.OrderID = o.OrderID JOIN Products p ON p.ProductID = d.ProductID ORDER BY o.OrderID'
        ).fetchall()
        firms = known.execute("SELECT CustomerID, CompanyName FROM Customers").fetchall()
    run("import", "customers", write(tmp_path / "firms.csv", ("CustomerID", "CompanyName"), *firms))
    header = ("OrderID", "CustomerID", "OrderDate", "ProductName", "Quantity", "UnitPrice", "Discount")
    found = json.loads(run("import", "orders", write(tmp_path / "lines.csv", header, *lines), "--json")[1])
    assert [found[key] for key in ("rows", "created", "lines", "refused", "customers_made")] == [2155, 830, 1325, 0, 0]
    done = analyse("profit", "--as-of", "1998-05-06", "--months", "24")
    assert abs(done["company"]["net"] - 1265793.04) < 0.1
    best = sorted(done["rows"], key=lambda row: -row["net"])[:3]
    assert [(row["code"], row["net"]) for row in best] == [("QUICK", 110277.31), ("ERNSH", 104874.98), ("SAVEA", 104361.95)]
    assert best[0]["orders"] == 28
    never = [row["code"] for row in analyse("rfm", "--as-of", "1998-05-06")["rows"] if row["segment"] == "potential"]
    assert sorted(never) == ["FISSA", "PARIS", "VALON", "Val2"]
