"""Read the log of an Odoo run: its findings, and the result of its tests."""

import re
from dataclasses import dataclass
from pathlib import Path

from runtime.paths import ADDON

#: The beginning of a log record; lines without one go on with the record before.
RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): ")
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")
SKIPPED = re.compile(r": skipped (?P<test>.*) : (?P<reason>.*)")
#: Lines of one record that are shown.
RECORD_LIMIT = 40


@dataclass(frozen=True)
class Record:
    """One log record with the lines that belong to it, such as a traceback."""

    level: str
    logger: str
    text: str


@dataclass(frozen=True)
class TestResult:
    """The counts that Odoo states after its tests."""

    tests: int
    failed: int


def records(log: Path) -> list[Record]:
    found: list[tuple[str, str, list[str]]] = []
    for line in log.read_text(errors="replace").splitlines():
        if match := RECORD.match(line):
            found.append((match["level"], match["logger"], [line]))
        elif found:
            found[-1][2].append(line)
    return [Record(level, logger, "\n".join(lines[:RECORD_LIMIT])) for level, logger, lines in found]


def problems(log: Path, *levels: str) -> list[str]:
    """The records of the given levels, each with its traceback.

    What Python itself warns of in the code of others depends on its version, and is not ours to mend.
    """
    return [record.text for record in records(log) if record.level in levels and not _warns_of_others(record)]


def _warns_of_others(record: Record) -> bool:
    return record.logger == "py.warnings" and f"/{ADDON}/" not in record.text


def skipped_tests(log: Path) -> list[str]:
    """The addon's own tests that were skipped, with the reason."""
    return [
        f"skipped: {match['test']}: {match['reason']}"
        for record in records(log)
        if record.logger.startswith(f"odoo.addons.{ADDON}.")
        if (match := SKIPPED.search(record.text))
    ]


def test_result(log: Path) -> TestResult:
    """The sum of the results that the log states; zero tests where it states none."""
    found = RESULT.findall(log.read_text(errors="replace"))
    return TestResult(
        tests=sum(int(tests) for _failed, _errors, tests in found),
        failed=sum(int(failed) + int(errors) for failed, errors, _tests in found),
    )
