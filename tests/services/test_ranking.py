"""The likeliest records come first, however many are found: exact, then beginnings, then the rest; opened lately, starred."""

from uuid import UUID

import pytest

from app.models import Contact, Customer
from app.services import lists, ranking, records
from app.services.filtering import Filter
from app.services.lists import ListQuery
from app.store.store import Store

QUERY = ListQuery("customers", ("name", "code"), "name")
NAMES = ("安华", "华", "华信", "华信钢构", "大华", "花城", "中华", "Hua Ltd", "huaxin")


@pytest.fixture
def keys(store: Store) -> dict[str, UUID]:
    rows = [{"name": name, "phone": f"+86 138 0000 000{n}"} for n, name in enumerate(NAMES)]
    ids = store.write("rows", records.create_many, Customer, rows).value
    return dict(zip(NAMES, ids, strict=True))


@pytest.fixture(params=[1500, 2], ids=["few", "many"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways must agree; so few records fit into what the second looks at."""
    monkeypatch.setattr(ranking, "FEW", request.param)


def found(store: Store, text: str, limit: int = 20, recent: tuple[UUID, ...] = (), *filters: Filter) -> list[str]:
    query = ListQuery("customers", ("name", "code"), "name", text=text, filters=filters)
    return [row.texts[0] for row in store.read(ranking.best, query, limit, recent)]


@pytest.mark.usefixtures("way")
class TestRanks:
    def test_the_very_name_comes_before_beginnings_before_the_rest(self, store: Store, keys: dict[str, UUID]) -> None:
        assert found(store, "华") == ["华", "华信", "华信钢构", "安华", "大华", "中华"]
        assert found(store, "华", 2) == ["华", "华信"]

    def test_lately_opened_then_starred_ones_lead_within_a_rank_only(self, store: Store, keys: dict[str, UUID]) -> None:
        store.write("star", records.update, Customer, keys["大华"], {"starred": True})
        assert found(store, "华", 20, (keys["中华"], keys["华信钢构"])) == ["华", "华信钢构", "华信", "中华", "大华", "安华"]

    def test_pinyin_counts_as_the_beginning_of_a_name(self, store: Store, keys: dict[str, UUID]) -> None:
        first = found(store, "hua")
        assert set(first[:6]) == {"Hua Ltd", "huaxin", "华", "华信", "华信钢构", "花城"}
        assert set(first[6:]) == {"安华", "大华", "中华"}
        assert found(store, "huaxin")[0] == "huaxin"

    def test_a_number_a_code_or_a_whole_phone_is_exact(self, store: Store, keys: dict[str, UUID]) -> None:
        number = store.read(records.get, Customer, keys["中华"])["code"]
        assert found(store, number)[0] == "中华"
        assert found(store, number.lower())[0] == "中华"
        store.write("note", records.update, Customer, keys["安华"], {"notes": "13800000006 also"})
        assert found(store, "138 0000 0006")[0] == found(store, "13800000006")[0] == "中华"

    def test_what_is_in_the_bin_or_filtered_away_is_not_offered(self, store: Store, keys: dict[str, UUID]) -> None:
        store.write("bin", records.delete, Customer, [keys["华"]])
        store.write("star", records.update, Customer, keys["大华"], {"starred": True})
        assert found(store, "华", 20, (keys["华"],))[0] == "华信"
        assert found(store, "华", 20, (keys["华信"],), Filter("starred", "in", (True,))) == ["大华"]

    def test_signs_of_patterns_are_plain_text(self, store: Store, keys: dict[str, UUID]) -> None:
        store.write("x", records.create, Customer, {"name": "100%_华"})
        assert found(store, "100%_华") == ["100%_华"]


def test_without_a_text_those_opened_lately_come_first(store: Store, keys: dict[str, UUID]) -> None:
    assert found(store, "", 3, (keys["中华"], keys["花城"]))[:2] == ["中华", "花城"]
    assert len(found(store, "", 3)) == 3


def test_the_one_that_is_meant_comes_first_among_thousands(store: Store) -> None:
    rows = [{"name": f"泵业{n:04d}"} for n in range(3000)] + [{"name": "水泵业"}, {"name": "泵业"}]
    ids = store.write("rows", records.create_many, Customer, rows).value
    assert found(store, "泵业", 3) == ["泵业", "泵业0000", "泵业0001"]
    assert found(store, "泵业", 3, (ids[2500], ids[3000])) == ["泵业", "泵业2500", "泵业0000"]
    plain = store.read(lists.page, ListQuery("customers", ("name",), "name", text="泵业"), 0, 3)
    assert [row.texts[0] for row in plain] != ["泵业2500", "泵业0000", "泵业0001"]


def test_people_are_ranked_with_their_firms_beside_them(store: Store, keys: dict[str, UUID]) -> None:
    for name in ("王强", "王", "小王"):
        store.write("p", records.create, Contact, {"name": name, "customer_id": keys["华"]})
    query = ListQuery("contacts", ("name", "customer_id"), "name", text="王")
    assert [row.texts for row in store.read(ranking.best, query, 9)] == [("王", "华"), ("王强", "华"), ("小王", "华")]


def test_of_many_that_are_found_a_filter_still_finds_its_own(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link that takes people of one firm only: they are neither the newest nor the first of the list."""
    firms = store.write("firms", records.create_many, Customer, [{"name": "甲厂"}, {"name": "乙厂"}]).value
    people = [{"name": f"王{n:03}", "customer_id": firms[n == 150]} for n in range(300)]
    store.write("people", records.create_many, Contact, people)
    monkeypatch.setattr(ranking, "FEW", 20)
    monkeypatch.setattr(lists, "CLOSE", 60)
    query = ListQuery("contacts", ("name",), "name", text="王", filters=(Filter("customer_id", "in", (firms[1],)),))
    assert [row.texts[0] for row in store.read(ranking.best, query, 5)] == ["王150"]


def test_of_many_in_a_long_list_the_first_and_the_newest_are_offered(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"name": f"{'甲' if n % 3 else '乙'}{n:03}", "notes": "钢构" if n % 3 else None} for n in range(300)]
    store.write("rows", records.create_many, Customer, rows)
    monkeypatch.setattr(ranking, "FEW", 20)
    monkeypatch.setattr(lists, "CLOSE", 30)
    offered = found(store, "钢构", 40)
    assert len(offered) == 40
    assert offered[:10] == [f"甲{n:03}" for n in range(300) if n % 3][:10]
