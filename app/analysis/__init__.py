"""What it means: pure functions over values. Standard library only (and app.i18n for marked labels)."""
