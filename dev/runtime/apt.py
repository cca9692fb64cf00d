"""Debian packages: downloaded and unpacked in the cache, or installed by root."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .console import Problem, megabytes, say, step
from .paths import cache_dir
from .processes import output_of, run_logged

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
OFFLINE = "Is the machine online, and do its apt sources name a Debian mirror that answers?"


@dataclass(frozen=True)
class PrivateApt:
    """An apt with lists and cache of its own, so that it needs no root and changes no system.

    :param name: its folder in the cache
    :param suite: the suite to read from the machine's Debian mirror; the machine's own sources
        where empty
    """

    name: str
    suite: str = ""

    @property
    def root(self) -> Path:
        return cache_dir() / "apt" / self.name

    @property
    def options(self) -> list[str]:
        options = {
            "Dir::State::lists": self.root / "lists",
            "Dir::Cache": self.root / "cache",
            "Acquire::Languages": "none",
        }
        if self.suite:
            options["Dir::Etc::sourcelist"] = self.root / "debian.sources"
            options["Dir::Etc::sourceparts"] = "-"
        if os.geteuid() == 0:
            # apt's own user cannot enter root's cache
            options["APT::Sandbox::User"] = "root"
        return [part for key, value in options.items() for part in ("-o", f"{key}={value}")]

    def update(self) -> None:
        """Fetch the package lists.

        :raise Problem: when the mirror does not answer
        """
        for folder in ("lists/partial", "cache/archives/partial"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        if self.suite:
            (self.root / "debian.sources").write_text(
                f"Types: deb\nURIs: {debian_mirror()}\nSuites: {self.suite}\nComponents: main\n"
                + (f"Signed-By: {KEYRING}\n" if KEYRING.exists() else "")
            )
        run_logged(["apt-get", *self.options, "update"], self.root / "update.log", hint=OFFLINE)

    def missing(self, packages: Sequence[str]) -> list[str]:
        """The names among ``packages`` and what they depend on that the system lacks."""
        simulated = output_of(["apt-get", *self.options, "--simulate", "--no-install-recommends", "install", *packages])
        return re.findall(r"^Inst (\S+)", simulated, re.MULTILINE)

    def first_known(self, *alternatives: str) -> str:
        """The first of the names that the sources know (a library may be renamed by a release)."""
        for package in alternatives:
            found = output_of(["apt-cache", *self.options, "policy", package])
            if re.search(r"Candidate: \d", found):
                return package
        raise Problem(f"None of the packages {', '.join(alternatives)} is known to apt. {OFFLINE}")

    def unpack(self, packages: Sequence[str], prefix: Path) -> list[str]:
        """Download ``packages`` and unpack them below ``prefix``; return their file names.

        A download that was interrupted goes on where it stopped.
        """
        if not packages:
            return []
        debs = self.root / "debs"
        debs.mkdir(exist_ok=True)
        uris = output_of(["apt-get", *self.options, "--print-uris", "download", *packages])
        files = {name: int(size) for name, size in re.findall(r"' (\S+\.deb) (\d+) ", uris)}
        total = sum(files.values())

        def fetched() -> str:
            places = (debs, self.root / "cache/archives/partial")
            size = sum(p.stat().st_size for place in places for p in place.glob("*.deb"))
            share = min(100, 100 * size // total)
            return f"{megabytes(size)} of {megabytes(total)} downloaded ({share} %)"

        run_logged(
            ["apt-get", *self.options, "download", *packages],
            self.root / "download.log",
            hint=OFFLINE,
            describe=fetched,
            cwd=debs,
        )
        prefix.mkdir(parents=True, exist_ok=True)
        for done, name in enumerate(sorted(files, key=files.__getitem__), 1):
            say(f"  unpacking {name} ({done}/{len(files)})")
            output_of(["dpkg-deb", "-x", debs / name, prefix])
            (debs / name).unlink()
        return sorted(files)


def debian_mirror() -> str:
    """The address of the Debian archive in the machine's own apt sources.

    :raise Problem: when they name none
    """
    if not shutil.which("apt-get"):
        raise Problem(
            "apt-get is missing: the runtime is taken from Debian packages. On another system"
            " set ODOO_BIN to the odoo-bin of an Odoo 19 that you installed (dev/README.md)."
        )
    targets = output_of(
        ["apt-get", "indextargets", "--no-release-info", "--format", "$(REPO_URI) $(RELEASE)", "Identifier: Packages"]
    )
    suites = {own_codename(), "stable", "testing", "unstable", "sid"}
    for line in targets.splitlines():
        uri, release = line.rsplit(" ", 1)
        if release in suites and "security" not in uri:
            return uri
    raise Problem(
        "The machine's apt sources name no Debian archive; add one to /etc/apt/sources.list.d,"
        " or set ODOO_BIN to the odoo-bin of an Odoo 19 that you installed (dev/README.md)."
    )


def own_codename() -> str:
    """The name of the machine's Debian release; empty where it has none, as sid."""
    found = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.MULTILINE)
    return found.group(1) if found else ""


def system_install(packages: Sequence[str], why: str) -> None:
    """Install ``packages`` on the system.

    :param why: what they are needed for
    :raise Problem: with the line to type, when this is not root
    """
    line = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if os.geteuid() != 0:
        raise Problem(
            f"{why} needs system packages, and only root may install them. Please run once:\n"
            f"    sudo apt-get update && sudo {line}"
        )
    with step(f"Installing {', '.join(packages)}: {why}"):
        log = cache_dir() / "logs" / "apt-install.log"
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        run_logged(["apt-get", "update"], log, hint=OFFLINE, env=env)
        run_logged(["apt-get", "--yes", *line.split()[1:]], log, hint=OFFLINE, env=env)


def installed(package: str) -> bool:
    """Whether the system has ``package``."""
    status = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return status.stdout == "installed"


def available(package: str) -> bool:
    """Whether the machine's own apt can install ``package``."""
    policy = output_of(["apt-cache", "policy", package])
    return bool(re.search(r"Candidate: \d", policy))
