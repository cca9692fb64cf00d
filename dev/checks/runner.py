"""Run checks, independent ones side by side, and tell what came out."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from runtime.console import Problem, progress, say
from runtime.paths import checkout_dir

#: Seconds without a line of output after which a command counts as hung. On an idle machine none takes a twentieth of
#: that from one line to the next; one that is merely slow goes on writing, however slow it is.
SILENCE_LIMIT = 600
#: Seconds after which a command counts as going in circles: the 90 minutes that continuous integration gives to all of
#: them, less ten for what comes before and after.
COMMAND_LIMIT = 80 * 60
#: Seconds between two looks at what a command has written.
LOOK_INTERVAL = 1
#: Lines of a failure that are said again at the end.
BRIEF = 12


class CheckFailed(Exception):
    """A check found something.

    :param detail: what it found, as shown to the person
    :param passed: the tests that passed all the same
    :param failed: the tests that did not; 1 for a check that counts no tests
    """

    def __init__(self, detail: str, *, passed: int = 0, failed: int = 1) -> None:
        super().__init__(detail)
        self.detail = detail
        self.passed = passed
        self.failed = failed


@dataclass
class Check:
    """One entry of the plan.

    :param run: does it; returns the number of tests that passed (0 where it counts none), and
        raises :class:`CheckFailed`
    :param needs: the names of checks that must have passed before
    """

    name: str
    run: Callable[[], int]
    needs: Sequence[str] = ()


@dataclass
class Report:
    """What came out of a run of checks."""

    passed: int = 0
    failed: int = 0
    #: What was found, briefly, by the name of the check.
    failures: dict[str, str] = field(default_factory=dict)

    def closing_line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


def run_checks(checks: Sequence[Check], *, lanes: int) -> Report:
    """Run ``checks``, at most ``lanes`` at a time, in their order as far as needs allow."""
    run = _Run(list(checks), lanes)
    try:
        with progress(run.describe, always=False):
            while run.waiting or run.running:
                run.start_what_can()
                run.wait_for_one()
    except BaseException:
        end_commands()
        raise
    finally:
        run.pool.shutdown()
    return run.report


class _Run:
    """A run of checks under way."""

    def __init__(self, checks: list[Check], lanes: int) -> None:
        self.waiting = checks
        self.running: dict[Future[bool], Check] = {}
        self.passed: dict[str, bool] = {}
        self.lanes = lanes
        self.pool = ThreadPoolExecutor(lanes)
        self.report = Report()

    def describe(self) -> str:
        names = ", ".join(check.name for check in list(self.running.values()))
        return f"running: {names}; {len(self.waiting)} more to come"

    def start_what_can(self) -> None:
        """Fill the free lanes with checks whose needs are done; put aside those whose needs failed."""
        for check in list(self.waiting):
            if any(self.passed.get(need) is False for need in check.needs):
                self.waiting.remove(check)
                self.passed[check.name] = False
                say(f"- {check.name}: not run, for what it needs has failed")
            elif len(self.running) < self.lanes and all(need in self.passed for need in check.needs):
                self.waiting.remove(check)
                self.running[self.pool.submit(self._run_one, check)] = check

    def wait_for_one(self) -> None:
        if self.running:
            for future in wait(self.running, return_when=FIRST_COMPLETED).done:
                self.passed[self.running.pop(future).name] = future.result()

    def _run_one(self, check: Check) -> bool:
        """Run ``check`` and report its outcome; return whether it passed."""
        start = time.monotonic()
        passed, failed, failure = 0, 0, None
        try:
            passed = check.run()
        except CheckFailed as found:
            passed, failed, failure = found.passed, found.failed, found.detail
        except (Problem, OSError) as problem:
            failed, failure = 1, str(problem)
        took = f"{time.monotonic() - start:.1f} s"
        with _report_lock:
            self.report.passed += passed
            self.report.failed += failed
            if failure is None:
                say(f"✓ {check.name}{f', {passed} tests' if passed else ''} ({took})")
            else:
                self.report.failures[check.name] = _indented(shortened(failure.splitlines(), BRIEF))
                say(f"✗ {check.name} ({took})\n{_indented(failure)}")
        return failure is None


_report_lock = threading.Lock()


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


_commands: set[subprocess.Popen[bytes]] = set()


def execute(
    argv: Sequence[str | Path], log: str, *, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> tuple[int, Path]:
    """Run a command to its end; return its exit code and the file with its output.

    :param log: the name of that file among this checkout's logs
    :raise CheckFailed: when a :class:`Watchdog` says that it does not end
    """
    path = log_path(log)
    with path.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
        _commands.add(process)
        try:
            if complaint := _wait(process, path):
                _end(process)
                raise CheckFailed(f"{argv[0]} {complaint}. Log: {path}")
        finally:
            _commands.discard(process)
    return process.returncode, path


def _wait(process: "subprocess.Popen[bytes]", log: Path) -> str | None:
    """Wait until the process ends, or until it is known not to; return why, or None."""
    watchdog = Watchdog()
    while (complaint := watchdog.complaint(log.stat().st_size)) is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_INTERVAL)
            return None
    return complaint


class Watchdog:
    """Tells a command that hangs from one on a slow or busy machine: by its silence, not by the time it takes.

    :param now: the clock, in seconds
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._begun = self._heard = now()
        self._size = 0

    def complaint(self, size: int) -> str | None:
        """Why the command counts as hung, given how many bytes it has written so far; None while it does not."""
        now = self._now()
        if size != self._size:
            self._size, self._heard = size, now
        if now - self._heard >= SILENCE_LIMIT:
            return f"has written nothing for {SILENCE_LIMIT} s"
        if now - self._begun >= COMMAND_LIMIT:
            return f"ran for {COMMAND_LIMIT} s"
        return None


def log_path(name: str) -> Path:
    path = checkout_dir() / "logs" / f"test-{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def end_commands() -> None:
    """End what is still running, browsers started by it included."""
    for process in list(_commands):
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def must_succeed(
    argv: Sequence[str | Path], log: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Path:
    """Run a command whose failure is a finding; return the file with its output.

    :raise CheckFailed: with what it printed
    """
    code, path = execute(argv, log, env=env, cwd=cwd)
    if code:
        text = path.read_text(errors="replace").strip()
        raise CheckFailed(f"{shortened(text.splitlines())}\n(exit code {code}; log: {path})")
    return path


def shortened(lines: Iterable[str], limit: int = 80) -> str:
    """The lines, without those in the middle where there are more than ``limit``."""
    lines = list(lines)
    if len(lines) <= limit:
        return "\n".join(lines)
    half = limit // 2
    return "\n".join([*lines[:half], f"… {len(lines) - limit} lines …", *lines[-half:]])
