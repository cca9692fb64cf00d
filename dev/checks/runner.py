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

from runtime.console import Problem, say
from runtime.paths import checkout_dir

#: Seconds after which a command that does not end counts as failed.
COMMAND_LIMIT = 1200


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
    failures: list[str] = field(default_factory=list)

    def closing_line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


def run_checks(checks: Sequence[Check], *, lanes: int) -> Report:
    """Run ``checks``, at most ``lanes`` at a time, in their order as far as needs allow."""
    report = Report()
    waiting = list(checks)
    done: dict[str, bool] = {}
    running: dict[Future[float], Check] = {}
    pool = ThreadPoolExecutor(lanes)
    try:
        while waiting or running:
            for check in [c for c in waiting if all(need in done for need in c.needs)]:
                if len(running) == lanes:
                    break
                waiting.remove(check)
                if all(done[need] for need in check.needs):
                    running[pool.submit(_timed, check, report)] = check
                else:
                    done[check.name] = False
                    say(f"- {check.name}: not run, for what it needs has failed")
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                done[running.pop(future).name] = future.result()
    except BaseException:
        end_commands()
        raise
    finally:
        pool.shutdown()
    return report


_report_lock = threading.Lock()


def _timed(check: Check, report: Report) -> bool:
    """Run ``check``, note its outcome; return whether it passed."""
    start = time.monotonic()
    failure = None
    passed, failed = 0, 0
    try:
        passed = check.run()
    except CheckFailed as found:
        passed, failed, failure = found.passed, found.failed, found.detail
    except (Problem, OSError) as problem:
        failed, failure = 1, str(problem)
    with _report_lock:
        report.passed += passed
        report.failed += failed
        took = f"{time.monotonic() - start:.1f} s"
        count = f", {passed} tests" if passed else ""
        if failure is None:
            say(f"✓ {check.name}{count} ({took})")
        else:
            report.failures.append(check.name)
            say(f"✗ {check.name} ({took})\n{_indented(failure)}")
    return failure is None


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


_commands: set[subprocess.Popen[bytes]] = set()


def execute(
    argv: Sequence[str | Path],
    log: str,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str = "",
) -> tuple[int, Path]:
    """Run a command to its end; return its exit code and the file with its output.

    :param log: the name of that file among this checkout's logs
    :raise CheckFailed: when it does not end in :data:`COMMAND_LIMIT` seconds
    """
    path = log_path(log)
    with path.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in argv],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            start_new_session=True,
        )
        _commands.add(process)
        try:
            process.communicate(stdin.encode(), timeout=COMMAND_LIMIT)
        except subprocess.TimeoutExpired as expired:
            _end(process)
            raise CheckFailed(f"{argv[0]} ran for {COMMAND_LIMIT} s. Log: {path}") from expired
        finally:
            _commands.discard(process)
    return process.returncode, path


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
    argv: Sequence[str | Path],
    log: str,
    *,
    cwd: Path | None = None,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
) -> Path:
    """Run a command whose failure is a finding; return the file with its output.

    :raise CheckFailed: with what it printed
    """
    code, path = execute(argv, log, env=env, cwd=cwd, stdin=stdin)
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
