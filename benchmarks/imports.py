"""A CSV of 100,000 customers into an empty file: how long and how much memory each part takes, and taking it back again."""

import csv
import subprocess
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

ROWS = 100_000
_HEADER = ("客户编号", "客户名称", "统一社会信用代码", "联系电话", "手机", "邮箱", "地址", "省份", "成立日期", "注册资本（万元）",
           "联系人备注", "标签")  # fmt: skip
_PLACES = ("深圳市", "上海市", "武汉市", "苏州市", "成都市", "杭州市", "合肥市", "青岛市")
_TRADES = ("阀门", "泵业", "钢构", "电子", "物流", "仪表", "化工", "轴承", "电缆", "包装")
_PARTS = ("read", "dry run", "import", "dry run of the same file once more", "undo")
_CHILD = """
import resource, sys, time
from pathlib import Path
from app.exchange.apply import apply, label_of
from app.exchange.mapping import propose
from app.exchange.plan import plan
from app.exchange.reading import read_sheet
from app.store.changes import Label
from app.store.store import create
if __name__ == "__main__":
    folder = Path(sys.argv[1])
    store = create(folder / "import.db")
    clock, work = [time.perf_counter()], [0.0]
    def took():
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        clock.append(time.perf_counter())
        work.append(sum(one.ru_utime + one.ru_stime for one in used))
    took(); clock.pop(0); work.pop(0)
    sheet = read_sheet(folder / "rows.csv"); took()
    planned = store.read(plan, "customers", sheet, propose("customers", sheet)); took()
    store.write(Label(*label_of(planned)), apply, planned); took()
    top = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again = store.read(plan, "customers", sheet, propose("customers", sheet)); took()
    store.undo(); took()
    assert planned.counts["created"] == again.counts["unchanged"] == len(sheet.rows)
    print(top, *(after - before for times in (clock, work) for before, after in zip(times, times[1:])))
    store.close()
"""


def write_rows(path: Path, rows: int) -> None:
    """Seeded customers such as a firm's own list has them."""
    random = Random(20)
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        for row in range(rows):
            place, trade = random.choice(_PLACES), random.choice(_TRADES)
            name = f"{place}{chr(0x4E00 + row % 7000)}{chr(0x4E00 + row * 7 % 9000)}{trade}有限公司"
            writer.writerow((
                f"A{row:06d}", name, "", f"0755-{random.randrange(10**7, 10**8)}", f"138{random.randrange(10**7, 10**8)}",
                f"info{row}@example.cn", f"{place}示例路{row % 999 + 1}号", place[:-1],
                f"{random.randrange(1990, 2026)}/{random.randrange(1, 13)}/{random.randrange(1, 29)}",
                random.randrange(10, 90_000), f"第{row}行", "老客户" if row % 3 else "",
            ))  # fmt: skip


def measure(_data: Path, rows: int = ROWS) -> dict[str, float]:
    """Seconds for reading, dry run, import, a second dry run and undo; megabytes of the process that imports."""
    with TemporaryDirectory() as folder:
        write_rows(Path(folder) / "rows.csv", rows)
        answer = subprocess.run([sys.executable, "-c", _CHILD, folder], capture_output=True, text=True, check=True)
    top, *times = (float(part) for part in answer.stdout.split())
    figures = {"megabytes (at most 500)": top, "read, dry run and import (at most 60)": sum(times[:3])}
    for name, clock, work in zip(_PARTS, times[:5], times[5:], strict=True):
        figures |= {name: clock, f"{name}, CPU seconds": work}
    return figures
