"""What the commands print: steps, progress, errors."""

import contextlib
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

#: Seconds between two progress lines where the output is not a terminal.
QUIET_INTERVAL = 5.0


class Problem(Exception):
    """Something the person at the keyboard can mend; the message says how."""


#: Clears the line that :func:`progress` draws on a terminal.
CLEAR = "\r\033[K"


def say(text: str = "") -> None:
    print(f"{CLEAR if sys.stdout.isatty() else ''}{text}", flush=True)


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, and tell how long it took once it is done."""
    say(f"• {title}")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.1f} s")


@contextlib.contextmanager
def progress(describe: Callable[[], str], *, always: bool = True) -> Iterator[None]:
    """Show what ``describe`` returns while the block runs.

    On a terminal one line is redrawn; elsewhere a line is added when the text has changed.

    :param always: whether to show it where the output is no terminal
    """
    live = sys.stdout.isatty()
    stop = threading.Event()
    shown = ""

    def draw() -> None:
        nonlocal shown
        text = describe()
        if live:
            width = shutil.get_terminal_size().columns - 3
            print(f"{CLEAR}  {text[:width]}", end="", flush=True)
        elif text and text != shown:
            say(f"  {text}")
        shown = text

    def loop() -> None:
        while not stop.wait(0.3 if live else QUIET_INTERVAL):
            draw()

    thread = threading.Thread(target=loop, daemon=True)
    if live or always:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        if thread.is_alive():
            thread.join()
        if live and shown:
            print(CLEAR, end="", flush=True)


def megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


def run(main: Callable[[list[str]], int | None]) -> None:
    """Run the ``main`` of an entry point and leave with its exit code.

    A :class:`Problem` is printed without a traceback; SIGTERM and SIGHUP end the command like Ctrl-C, so
    that what it started is stopped as well.
    """

    def interrupt(_signum: int, _frame: object) -> None:
        raise KeyboardInterrupt

    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, interrupt)
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr, flush=True)
        sys.exit(130)
