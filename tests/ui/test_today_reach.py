"""The keyboard comes to the lines of the day by itself, and from wherever it is."""

from datetime import timedelta

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from app.formats import today
from app.models import Customer
from app.services import records, visits
from app.ui.context import Context
from app.ui.main_window import MainWindow
from app.ui.preferences import Preferences
from tests.ui.hands import click

KEY = Qt.Key


def test_the_arrow_takes_the_first_line_wherever_the_keyboard_is(qtbot, threaded, store):
    """At the start, by Ctrl+1 and by the rail: the lines come after the screen is shown, and the keyboard with them."""
    customer = store.write("C", records.create, Customer, {"name": "华信"}).value
    for ago in (2, 3, 4):
        store.write("V", visits.plan, {"customer_id": customer, "planned_on": today() - timedelta(days=ago)})
    window = MainWindow(Preferences(None))
    qtbot.addWidget(window)
    window.resize(1160, 900)
    window.show()
    qtbot.waitExposed(window)
    window.complete()
    window.attach(Context(threaded, window, window.preferences), "today")
    screen = window.screen_of("today")
    first = screen.sections["late"].view
    qtbot.waitUntil(lambda: first.hasFocus() and first.currentIndex().row() == 0)
    for came in (lambda: QTest.keyClick(window, KEY.Key_1, Qt.KeyboardModifier.ControlModifier),
                 lambda: click(window.rail.items["today"])):  # fmt: skip
        window.go("people")
        came()
        qtbot.waitUntil(first.hasFocus)
    for key in (KEY.Key_Down, KEY.Key_J):
        for place in (screen.record_visit, screen, screen.record_complaint):
            place.setFocus()
            QTest.keyClick(window.focusWidget(), key)
            assert first.hasFocus(), (key, place)
            assert first.currentIndex().row() == 0
    QTest.keyClick(first, KEY.Key_J)
    assert first.currentIndex().row() == 1
    QTest.keyClick(first, KEY.Key_Down)
    QTest.keyClick(first, KEY.Key_K)
    assert first.currentIndex().row() == 1
    screen.activate()
    qtbot.wait(0)
    assert first.currentIndex().row() == 1  # read again, the keyboard stays on its line
    threaded.finish()  # what is still read is answered before the window goes
    QCoreApplication.processEvents()
