"""What ``make test`` reads out of logs, and how it runs checks."""

import threading
from pathlib import Path

import pytest

from checks import odoo_log, runner
from checks.runner import Check, CheckFailed, run_checks

LOG = """\
2026-01-02 03:04:05,678 12 INFO db odoo.tests.result: 1 failed, 2 error(s) of 30 tests when loading database 'db'
2026-01-02 03:04:05,678 12 INFO db odoo.addons.agency_evaluation.tests.test_x: skipped TestX.test_print : no engine
2026-01-02 03:04:05,678 12 INFO db odoo.addons.web.tests.test_y: skipped TestY.test_other : not ours
2026-01-02 03:04:05,678 12 ERROR db odoo.addons.base: FAIL: TestZ
Traceback (most recent call last):
  the reason
2026-01-02 03:04:05,678 12 WARNING ? odoo.orm: careful
2026-01-02 03:04:05,678 12 WARNING ? py.warnings: /lib/site-packages/other/x.py:3: DeprecationWarning: old
2026-01-02 03:04:05,678 12 WARNING ? py.warnings: /addons/agency_evaluation/x.py:3: DeprecationWarning: ours
2026-01-02 03:04:05,678 12 INFO db odoo.sql_db: the word ERROR in a message is no error
"""


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "odoo.log"
    path.write_text(LOG)
    return path


def test_reads_the_counts(log):
    assert odoo_log.test_result(log) == odoo_log.TestResult(tests=30, failed=3)


def test_a_log_without_tests_counts_none(tmp_path):
    path = tmp_path / "empty.log"
    path.write_text("")
    assert odoo_log.test_result(path) == odoo_log.TestResult(tests=0, failed=0)


def test_finds_errors_with_their_traceback(log):
    (error,) = odoo_log.problems(log, "ERROR")
    assert error.endswith("FAIL: TestZ\nTraceback (most recent call last):\n  the reason")


def test_finds_warnings_but_for_what_python_says_of_others(log):
    warnings = odoo_log.problems(log, "WARNING")
    assert [text[-7:] for text in warnings] == ["careful", "g: ours"]


def test_finds_our_own_skipped_tests_only(log):
    assert odoo_log.skipped_tests(log) == ["skipped: TestX.test_print: no engine"]


def failing():
    raise CheckFailed("found it", passed=3, failed=2)


def test_counts_and_names_what_failed(capsys):
    report = run_checks([Check("good", lambda: 4), Check("bad", failing)], lanes=2)
    assert report.failures == {"bad": "    found it"}
    assert report.closing_line() == "7 passed, 2 failed"
    assert "found it" in capsys.readouterr().out


def test_what_needs_a_failed_check_is_not_run(capsys):
    ran = []
    after = Check("after", lambda: ran.append("after") or 0, ["bad"])
    report = run_checks([after, Check("bad", failing), Check("last", lambda: 1, ["after"])], lanes=2)
    assert ran == []
    assert report.passed == 3
    assert "last: not run" in capsys.readouterr().out


def test_a_check_waits_for_what_it_needs():
    order = []
    checks = [Check("second", lambda: order.append(2) or 0, ["first"]), Check("first", lambda: order.append(1) or 0)]
    run_checks(checks, lanes=2)
    assert order == [1, 2]


def test_independent_checks_run_side_by_side():
    both = threading.Barrier(2, timeout=10)
    report = run_checks([Check(name, lambda: both.wait() * 0) for name in "ab"], lanes=2)
    assert not report.failures


def test_a_crash_of_a_check_is_a_crash():
    with pytest.raises(ZeroDivisionError):
        run_checks([Check("broken", lambda: 1 // 0)], lanes=1)


def test_a_failed_command_shows_its_output_and_log(tmp_path, monkeypatch):
    monkeypatch.setattr(runner, "log_path", lambda name: tmp_path / name)
    with pytest.raises(CheckFailed, match="(?s)the trouble.*exit code 3; log: .*/name") as found:
        runner.must_succeed(["sh", "-c", "echo the trouble; exit 3"], "name")
    assert (found.value.passed, found.value.failed) == (0, 1)


def watchdog_of(*times):
    """A watchdog whose clock shows these times: the first when the command begins, then one a look."""
    return runner.Watchdog(iter(times).__next__)


def test_a_slow_command_that_goes_on_writing_is_left_alone():
    slow = runner.SILENCE_LIMIT - 1
    watchdog = watchdog_of(*range(0, 5 * slow, slow))
    assert [watchdog.complaint(size) for size in (1, 2, 3, 4)] == [None] * 4


def test_a_command_that_stops_writing_counts_as_hung():
    limit = runner.SILENCE_LIMIT
    watchdog = watchdog_of(0, 10, limit, limit + 10)
    assert [watchdog.complaint(7), watchdog.complaint(7)] == [None, None]
    assert watchdog.complaint(7) == f"has written nothing for {limit} s"


def test_a_command_that_writes_for_ever_counts_as_hung():
    limit = runner.COMMAND_LIMIT
    watchdog = watchdog_of(0, limit - 1, limit)
    assert watchdog.complaint(1) is None
    assert watchdog.complaint(2) == f"ran for {limit} s"


@pytest.mark.parametrize(
    ("script", "limit", "complaint"),
    [
        ("echo begun; exec sleep 600", "SILENCE_LIMIT", "written nothing for 0.2 s"),
        ("while echo on and on; do :; done", "COMMAND_LIMIT", "ran for 0.2 s"),
    ],
)
def test_a_command_that_hangs_is_ended(tmp_path, monkeypatch, script, limit, complaint):
    monkeypatch.setattr(runner, "log_path", lambda name: tmp_path / name)
    monkeypatch.setattr(runner, "LOOK_INTERVAL", 0.05)
    monkeypatch.setattr(runner, limit, 0.2)
    with pytest.raises(CheckFailed, match=complaint):
        runner.execute(["sh", "-c", f"echo $$ > {tmp_path}/pid; {script}"], "name")
    assert not Path("/proc", (tmp_path / "pid").read_text().strip()).exists()
