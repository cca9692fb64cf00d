"""Run a command with its output in a log, and tell what went wrong."""

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .console import Problem, progress

#: How many of a failed command's last lines are shown.
TAIL = 15


def run_logged(
    argv: Sequence[str | Path],
    log: Path,
    *,
    hint: str,
    describe: Callable[[], str] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str = "",
) -> None:
    """Run ``argv``, its output in ``log``.

    :param hint: what the person should do when it fails
    :param describe: the progress to show meanwhile; by default the log's last line
    :raise Problem: with the end of the log, when the command fails
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output, progress(describe or (lambda: last_line(log))):
        done = subprocess.run(
            [str(part) for part in argv],
            stdout=output,
            stderr=subprocess.STDOUT,
            input=stdin.encode(),
            env=env,
            cwd=cwd,
            check=False,
        )
    if done.returncode:
        raise Problem(f"{argv[0]} failed.\n{tail(log)}\n{hint}\nThe whole log: {log}")


def output_of(argv: Sequence[str | Path], env: Mapping[str, str] | None = None) -> str:
    """What ``argv`` prints.

    :raise Problem: with its error output, when it fails
    """
    done = subprocess.run([str(part) for part in argv], capture_output=True, text=True, env=env, check=False)
    if done.returncode:
        raise Problem(f"{argv[0]} failed:\n{done.stderr.strip()}")
    return done.stdout


def last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")[-2:]
    return lines[0].strip() if lines else ""


def tail(log: Path, count: int = TAIL) -> str:
    lines = log.read_text(errors="replace").rstrip().splitlines()[-count:]
    return "\n".join(f"    {line}" for line in lines)
