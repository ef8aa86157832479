"""What one file may cost before it is refused (faults §5.9): every limit in one place, each with its sentence nearby."""

FILE_BYTES = 50 * 1024 * 1024
COLUMNS = 200
ROWS = 200_000
CELL = 100_000
"""Characters in a cell: what the longest field holds. A workbook's own limit is 32,767."""

ZIP_BYTES = 300 * 1024 * 1024
ZIP_RATIO = 100
ZIP_MEMBERS = 1_000
MEMORY_BYTES = 512 * 1024 * 1024
"""Address space the child may take on top of what the bare interpreter has."""

CPU_SECONDS = 60
WALL_SECONDS = 150.0
BATCH = 1_000
"""Rows in one message from the child."""

CARD_LINE = 20 * 1024 * 1024
"""Bytes of one unfolded line of a card or calendar: a large picture. Longer lines are left out and named."""

CARD_LINES = 3_000_000
CARD_HEAD = 8_192
"""Bytes before the colon of such a line: name and parameters."""

CARD_DEPTH = 100
"""Cards or calendar parts begun inside one another and not ended."""

CARD_TROUBLES = 2_000
"""Troubles listed of one file; the rest is counted."""

SERIES_DAYS = 20_000
"""Days of a series looked at to find those near today: 50 years of every day."""
