import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from app.i18n import use_language
from app.reports import charts, curves
from app.reports.chart_style import DARK, LIGHT, PAPER
from app.reports.money_scale import scaled
from tests.hostile import HOSTILE

MONTHS = [f"{month}月" for month in range(1, 13)]
counts = st.lists(st.integers(0, 3000), min_size=1, max_size=10).map(lambda values: sorted(values, reverse=True))


def boxes(figure):
    """Text and place of every label, as drawn."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in figure.axes[0].texts if text.get_text()]


def collisions(figure):
    return [
        (a, b)
        for (a, first), (b, second) in itertools.combinations(boxes(figure), 2)
        if min(first.x1, second.x1) - max(first.x0, second.x0) > 1 and min(first.y1, second.y1) - max(first.y0, second.y0) > 1
    ]


@settings(max_examples=25, deadline=None)
@given(counts)
def test_no_label_of_a_pareto_chart_meets_another(values):
    total = sum(values) or 1
    shares = [sum(values[: index + 1]) / total for index in range(len(values))]
    figure = charts.pareto([f"类别{index}" for index in range(len(values))], values, shares, 2, size=(80, 52))
    assert collisions(figure) == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 99) | st.none(), st.floats(0, 1) | st.none(), st.integers(0, 99) | st.none()),
        min_size=12,
        max_size=12,
    )
)
def test_no_label_of_a_trend_meets_another(months):
    columns, line, before = zip(*months, strict=True)
    figure = charts.trend(MONTHS, columns, line, before, names=("新增", "按期结案率", "去年同月"), size=(160, 60))
    assert collisions(figure) == []


def test_all_labels_are_inside_the_picture():
    figure = charts.trend(MONTHS, list(range(1, 13)), [index / 12 for index in range(12)], names=("a", "b"), size=(160, 60))
    width, height = figure.get_size_inches() * figure.dpi
    for _text, box in boxes(figure):
        assert box.x0 >= -1
        assert box.y0 >= -1
        assert box.x1 <= width + 1
        assert box.y1 <= height + 1


def test_vital_bars_are_dark_and_the_rest_pale():
    figure = charts.pareto(["a", "b", "c"], [5, 3, 1], [0.5, 0.8, 1], 2)
    colours = {patch.get_gid(): patch.get_facecolor()[:3] for patch in figure.axes[0].patches}
    assert colours["bar-0"] == colours["bar-1"] != colours["bar-2"]


@pytest.mark.parametrize("palette", [LIGHT, DARK, PAPER])
def test_strong_and_pale_differ_in_grey(palette):
    def grey(colour):
        red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    assert abs(grey(palette.strong) - grey(palette.pale)) > 50
    assert abs(grey(palette.strong) - grey(palette.rest)) > 50


def test_undefined_values_say_so():
    figure = charts.trend(["a", "b"], [None, 3], [None, Decimal("0.5")])
    texts = [text for text, _box in boxes(figure)]
    assert "—" in texts
    assert "50%" in texts


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_are_drawn(text):
    for figure in (
        charts.pareto([text], [1], [1], 1),
        charts.bars([text], [1]),
        charts.grid([text], [text], [[1]]),
        charts.trend([text], [1], names=(text,)),
    ):
        assert boxes(figure)


def test_labels_are_cut_at_forty_characters():
    figure = charts.bars(["x" * 20_000], [1], size=(400, 20))
    assert max(len(text) for text, _box in boxes(figure)) <= 40


def test_nothing_is_drawn_from_no_values():
    for figure in (charts.pareto([], [], [], 0), charts.bars([], []), charts.grid([], [], []), charts.trend([], [])):
        assert boxes(figure) == []


def test_numbers():
    assert charts.value_text(-12345) == "−12,345"
    assert charts.value_text(Decimal("6.54")) == "6.5"
    assert charts.percent_text(Decimal("0.785")) == "79%"
    assert charts.percent_text(0.725) == "73%"


def test_global_settings_of_matplotlib_stay_as_they_are():
    import matplotlib

    before = dict(matplotlib.rcParams)
    charts.pareto(["a"], [1], [1], 1)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(("language", "yuan", "unit", "labels"), [
    ("zh", (142_439, -4_655), "元", ["142,439", "−4,655"]),
    ("zh", (10_512_000, -32_100), "万元", ["1,051.2", "−3.2"]),
    ("zh", (1_335_192_000, -100_021_000), "万元", ["133,519", "−10,002"]),
    ("zh", (4_120_000, 32_100), "元", ["4,120,000", "32,100"]),
    ("zh", (12_335_192_000, 1), "亿元", ["123.4", "0"]),
    ("en", (10_512_000, -32_100), "CNY thousand", ["10,512", "−32.1"]),
    ("en", (1_335_192_000, -100_021_000), "CNY million", ["1,335.2", "−100"]),
])  # fmt: skip
def test_amounts_of_a_chart_share_the_unit_of_their_caption(
    language: str, yuan: tuple[int, ...], unit: str, labels: list[str]
) -> None:
    with use_language(language):
        values, told = scaled([amount * 100 for amount in yuan], 9 if unit == "元" else 8)
    assert (told, [charts.value_text(value) for value in values]) == (unit, labels)


def test_no_label_of_a_year_of_billions_meets_its_neighbour_or_the_edge() -> None:
    """Twelve months over a page's width, each a billion and more, the same a year before."""
    with use_language("zh"):
        values, _unit = scaled([(1_335_192_000 + 98_765_432 * month) * 100 for month in range(24)])
    drawn = charts.trend([f"2026-{month:02}" for month in range(1, 13)], values[12:], line2=values[:12], size=(174, 52))
    names = ["折前金额", "折扣", "退货", "净销售额", "销售成本", "毛利", "物流", "服务", "资金占用", "其他费用", "利润"]
    fall = curves.waterfall(names, values[:11], [0, 3, 5, 10], size=(174, 58))
    for figure in (drawn, fall):
        assert collisions(figure) == []
        width = figure.get_size_inches()[0] * figure.dpi
        assert all(box.x0 >= 0 and box.x1 <= width for _text, box in boxes(figure))
