"""The firm's own words on its notice: typed, kept, shown, and gone back to the usual ones."""

from app.i18n import NATIVE_NAMES
from app.services import settings
from app.ui.screens.settings.complaint_notice import ComplaintNoticePage
from app.ui.screens.settings.screen import PAGES
from tests.ui.hands import click


def test_words_are_kept_and_emptied_ones_are_ours_again(qtbot, store, context):
    assert "complaint_notice" in [key for key, _title, _make in PAGES]
    page = ComplaintNoticePage(context)
    qtbot.addWidget(page)
    page.fill()
    assert len(page.texts) == 3 * len(NATIVE_NAMES)
    assert "12315" in page.texts["zh", "outside"].placeholderText()
    page.texts["zh", "channels"].setPlainText(" 拨打前台电话 \n或当面说\n")
    page.keep()
    again = ComplaintNoticePage(context)  # another window, or the language changed
    qtbot.addWidget(again)
    again.fill()
    assert again.texts["zh", "channels"].toPlainText() == "拨打前台电话 \n或当面说"
    click(again.findChild(object, "settings.notice.show"))
    assert store.read(settings.value, "complaint.notice") == {"zh": {"channels": "拨打前台电话 \n或当面说"}}
    assert context.frame.begun == [("reports", {"report": "complaint-notice"})]
    again.texts["zh", "channels"].setPlainText("")
    assert again.save()
    assert store.read(settings.value, "complaint.notice") == {}
    store.undo()
    assert store.read(settings.value, "complaint.notice")["zh"]
