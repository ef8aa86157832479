"""Start the program: a window without arguments, the command line with them.

Nothing is imported here at the top: the child process of an import begins with this file too, and the window's first
paint waits for as little as possible.
"""

import sys


def start() -> int:
    """Run the program and return its exit code."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    if sys.argv[1:]:
        from app.cli import guarded

        return guarded(sys.argv[1:])
    from app.bootstrap import run_window

    return run_window()


if __name__ == "__main__":
    sys.exit(start())
