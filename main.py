"""Start the program: a window, or the command line where a command is named.

Nothing is imported here at the top: the child process of an import begins with this file too, and the window's first
paint waits for as little as possible (argparse alone takes a tenth of the time to the painted frame).
"""

import sys


def window_options(arguments: list[str]) -> dict[str, str] | None:
    """The options of a window without a command; None where the command line must look at them (also at mistakes)."""
    found: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        if argument == "--exit-when-ready":
            found[argument] = "yes"
        elif argument in ("--data", "--lang"):
            found[argument] = next(rest, "")
        else:
            return None
    good = found.get("--lang", "zh") in ("zh", "en") and found.get("--data", ".") and not found.get("--data", "").startswith("-")
    return found if good else None


def start() -> int:
    """Run the program and return its exit code."""
    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()
    from app.files import keep_private

    keep_private()
    options = window_options(sys.argv[1:])
    if options is None:
        from app.cli import guarded

        return guarded(sys.argv[1:])
    import gc

    gc.disable()  # app.bootstrap switches it on again when the first rows stand
    from pathlib import Path

    from app.bootstrap import run_window

    data = Path(options["--data"]) if "--data" in options else None
    return run_window(data, "--exit-when-ready" in options, options.get("--lang"))


if __name__ == "__main__":
    sys.exit(start())
