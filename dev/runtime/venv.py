"""Virtual environments made from the requirement files."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .apt import system_install
from .console import Problem, step
from .paths import REQUIREMENTS, cache_dir, digest
from .processes import output_of, run_logged

#: The versions of Python that Odoo 19 supports, the best first.
PYTHONS = ("3.11", "3.12", "3.13", "3.10")


def python() -> Path:
    """A Python that Odoo 19 supports: the one that runs this, or else one on the PATH.

    :raise Problem: when there is none
    """
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    if own in PYTHONS:
        return Path(sys.executable)
    for version in PYTHONS:
        found = shutil.which(f"python{version}")
        if found and subprocess.run([found, "-c", ""], check=False).returncode == 0:
            return Path(found)
    raise Problem(f"Odoo 19 runs on Python {', '.join(sorted(PYTHONS))}; this is {own}.")


@dataclass(frozen=True)
class Venv:
    """A virtual environment in the cache, named after what is in it.

    :param name: the requirement file to install, without its suffix
    :param paths: further folders for its ``sys.path``, after its own packages
    :param is_complete: the file names everything that is installed, whatever the packages ask for besides
    """

    name: str
    paths: tuple[Path, ...] = ()
    is_complete: bool = False

    @property
    def requirements(self) -> Path:
        return REQUIREMENTS / f"{self.name}.txt"

    @property
    def path(self) -> Path:
        version = output_of([python(), "-c", "import sys; print(sys.version)"])
        key = digest(self.requirements.read_bytes(), version, *map(str, self.paths))
        return cache_dir() / "venvs" / f"{self.name}-{key}"

    @property
    def python(self) -> Path:
        return self.path / "bin/python"

    @property
    def bin(self) -> Path:
        return self.path / "bin"

    def ready(self) -> bool:
        return (self.path / "complete").exists()

    @property
    def site_packages(self) -> Path:
        return next(self.path.glob("lib/python3.*/site-packages"))

    def ensure(self) -> "Venv":
        """Make the environment, or finish making it.

        :raise Problem: when pip fails or ``ensurepip`` is missing
        """
        path = self.path
        done = path / "complete"
        if self.ready():
            return self
        with step(f"Python packages: {self.requirements.name}"):
            self._create(path)
            log = cache_dir() / "logs" / f"pip-{self.name}.log"
            run_logged(
                [
                    path / "bin/python",
                    "-m",
                    "pip",
                    "install",
                    "--no-input",
                    "--progress-bar=off",
                    "--disable-pip-version-check",
                    *(["--no-deps"] if self.is_complete else []),
                    "-r",
                    self.requirements,
                ],
                log,
                describe=lambda: _pip_progress(log),
                hint="Is the machine online, and does pip reach its package index?",
            )
            if self.paths:
                links = self.site_packages / "runtime.pth"
                links.write_text("".join(f"{folder}\n" for folder in self.paths))
            done.touch()
        return self

    def _create(self, path: Path) -> None:
        if (path / "bin/pip").exists():
            return
        base = python()
        if subprocess.run([base, "-c", "import ensurepip"], capture_output=True).returncode:
            system_install(["python3-venv"], "Making a virtual environment")
        run_logged(
            [base, "-m", "venv", path],
            cache_dir() / "logs" / "venv.log",
            hint=f"Remove {path} and try again.",
        )


def _pip_progress(log: Path) -> str:
    text = log.read_text(errors="replace") if log.exists() else ""
    if "Installing collected packages" in text:
        return f"installing {len(re.findall('^Collecting ', text, re.MULTILINE))} packages"
    loads = re.findall(r"Downloading (\S+?)(?:\.whl|\.tar\.gz)\S*(?: \(([^)]+)\))?", text)
    if not loads:
        return "looking up versions"
    name, size = loads[-1]
    return f"{len(loads)} packages downloaded, now {os.path.basename(name)} ({size or 'small'})"


def unpack_wheel(requirement: str, target: Path, venv: Venv) -> None:
    """Unpack one wheel without its dependencies into ``target``, whole or not at all.

    :param venv: the environment whose pip does it
    """
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    log = cache_dir() / "logs" / "pip-wheel.log"
    run_logged(
        [
            venv.python,
            "-m",
            "pip",
            "install",
            "--no-input",
            "--progress-bar=off",
            "--no-deps",
            "--no-compile",
            "--disable-pip-version-check",
            "--target",
            part,
            requirement,
        ],
        log,
        describe=lambda: _pip_progress(log),
        hint="Is the machine online, and does pip reach its package index?",
    )
    part.rename(target)
