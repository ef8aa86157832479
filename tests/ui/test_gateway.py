"""The window's one door: answers arrive on the GUI thread, errors become messages, late answers hurt nobody."""

import threading

import sqlalchemy as sa
from PySide6.QtCore import QObject

from app.errors import AppError, ValidationError
from app.models import Customer
from app.services import records
from app.ui.gateway import Gateway


def names(session) -> list[str]:
    return list(session.scalars(sa.select(Customer.name)))


def test_a_write_is_announced_before_it_is_answered(threaded: Gateway, qtbot) -> None:
    order: list[str] = []
    threaded.changed.connect(lambda changes: order.append(f"changed {sorted(changes.entities())}"))
    with qtbot.waitSignal(threaded.changed):
        threaded.write("Saved", records.create, Customer, {"name": "华信"}, done=lambda _id: order.append("done"))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["changed ['customers']", "done"]


def test_answers_arrive_on_the_gui_thread(threaded: Gateway, qtbot) -> None:
    threads: list[threading.Thread] = []
    threaded.read(names, done=lambda _names: threads.append(threading.current_thread()))
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]


def test_the_persons_errors_go_to_the_asker_or_to_the_window(threaded: Gateway, qtbot) -> None:
    mine: list[AppError] = []
    threaded.write("Saved", records.create, Customer, {"name": ""}, failed=mine.append)
    qtbot.waitUntil(lambda: bool(mine))
    assert isinstance(mine[0], ValidationError)
    with qtbot.waitSignal(threaded.failed) as told:
        threaded.write("Saved", records.create, Customer, {"name": ""})
    assert told.args[0].field == "name"


class Asker(QObject):
    """A widget that asks and may be gone before the answer comes."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, answer: object) -> None:
        self.heard.append(answer)


def test_an_answer_to_somebody_gone_is_dropped(gateway: Gateway) -> None:
    import shiboken6

    here, gone = Asker(), Asker()
    gone_heard = gone.heard
    shiboken6.delete(gone)
    gateway.read(names, done=here.hear)
    gateway.read(names, done=gone.hear)
    gateway.read(names, done=lambda answer: gone.hear(answer))
    hear = gone.hear
    gateway.read(names, done=lambda answer: hear(answer))
    assert (here.heard, gone_heard) == ([[]], [])


def test_a_draft_that_cannot_be_kept_is_told(gateway: Gateway, data_file) -> None:
    told: list[AppError] = []
    gateway.failed.connect(told.append)
    gateway.keep_draft("customers:new", {"name": "华信"})
    assert (gateway.draft("customers:new"), told) == ({"name": "华信"}, [])
    gateway.store.quietly(lambda session: session.execute(sa.text("DROP TABLE drafts")))
    gateway.keep_draft("customers:new", {"name": "华信钢构"})
    assert len(told) == 1


def test_reading_does_not_wait_for_long_work(threaded: Gateway, qtbot) -> None:
    go_on, read, ended = threading.Event(), list[object](), list[object]()
    for _each in range(3):
        threaded.run(go_on.wait, done=ended.append)
    threaded.read(names, done=read.append)
    qtbot.waitUntil(lambda: bool(read))
    assert not ended
    go_on.set()
    qtbot.waitUntil(lambda: len(ended) == 3)
