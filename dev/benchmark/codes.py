"""The code that is measured: this checkout, and an earlier one beside it."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from runtime import odoo
from runtime.console import Problem
from runtime.paths import ADDON, CHECKOUT, DEV, addon_files, checkout_dir, digest
from upgrade import kept

NOW, BEFORE = "now", "before"


@dataclass(frozen=True)
class Code:
    """:ivar label: what its column is called
    :ivar folder: the checkout
    """

    label: str
    folder: Path

    def addons_path(self) -> str:
        """The folders of addons for Odoo, with this code as the addon."""
        addons = checkout_dir() / "bench" / self.label
        addons.mkdir(parents=True, exist_ok=True)
        for name, source in ((ADDON, self.folder), *((p.name, p) for p in (DEV / "addons").iterdir())):
            link = addons / name
            if not link.is_symlink() or link.readlink() != source:
                link.unlink(missing_ok=True)
                link.symlink_to(source)
        return ",".join([*odoo.addons_paths()[:-1], str(addons)])

    def digest(self) -> str:
        parts: list[str | bytes] = []
        for path in addon_files(self.folder):
            parts += [str(path.relative_to(self.folder)), path.read_bytes()]
        return digest(*parts)

    def commit(self) -> str:
        """The commit that is checked out, as far as git knows one."""
        noted = self.folder / ".commit"
        if noted.exists():
            return noted.read_text()
        done = subprocess.run(
            ["git", "-C", self.folder, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
        )
        return done.stdout.strip() or "unknown"


def present() -> Code:
    return Code(NOW, CHECKOUT)


def earlier(named: str) -> Code:
    """The code in a folder, or of a commit of this repository.

    :raise Problem: when it is neither
    """
    folder = Path(named).expanduser().resolve()
    if (folder / "__manifest__.py").exists():
        return Code(BEFORE, folder)
    done = subprocess.run(["git", "rev-parse", "--short", f"{named}^{{commit}}"], cwd=CHECKOUT, capture_output=True)
    if done.returncode:
        raise Problem(f"{named} is neither a folder with the addon nor a commit.")
    commit = done.stdout.decode().strip()
    target = checkout_dir() / "bench" / "commits" / commit
    if not (target / ".commit").exists():
        content = subprocess.run(["git", "archive", commit], cwd=CHECKOUT, capture_output=True, check=True).stdout
        target.mkdir(parents=True, exist_ok=True)
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            kept.unpack(archive, target)
        (target / ".commit").write_text(commit)
    return Code(BEFORE, target)
