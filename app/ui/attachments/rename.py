"""The name of an attachment, changed in its place in the list."""

from app.analysis.filenames import split_ending
from app.ui.editors.editor import LineEditor
from app.ui.lists.inline import InlineEdit


class Rename(InlineEdit):
    """F2 always means the name; what stands before the ending is marked."""

    def begin(self) -> None:
        grid = self._view.grid
        places = [place for place, key in enumerate(self._view.query().columns) if key == "name"]
        if places and grid.currentIndex().isValid():
            grid.setCurrentIndex(grid.currentIndex().siblingAtColumn(places[0]))
            super().begin()
        if isinstance(self.editor, LineEditor):
            self.editor.line.setSelection(0, len(split_ending(self.editor.line.text())[0]))
