"""Where the runtime keeps its files, and who this checkout is."""

import contextlib
import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from .console import say

#: The technical name of the addon, whatever the checkout's folder is called.
ADDON = "agency_evaluation"

CHECKOUT = Path(__file__).resolve().parents[2]
DEV = CHECKOUT / "dev"
REQUIREMENTS = DEV / "requirements"


def cache_dir() -> Path:
    """The folder shared by every checkout of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).resolve() / "agency-evaluation"


def digest(*parts: str | bytes) -> str:
    """A short name for the contents ``parts``."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() if isinstance(part, str) else part)
        total.update(b"\0")
    return total.hexdigest()[:10]


def checkout_key() -> str:
    """A name that no other checkout of this user has, fit for a database's name."""
    slug = re.sub(r"[^a-z0-9]+", "_", CHECKOUT.name.lower()).strip("_")[:20]
    return f"{slug}_{digest(str(CHECKOUT))[:6]}"


def checkout_dir() -> Path:
    """What belongs to this checkout alone: addons folder, configuration, logs."""
    return cache_dir() / "checkouts" / checkout_key()


def addon_digest() -> str:
    """A name for the present contents of the addon, to see whether a database is behind it."""
    parts: list[str | bytes] = []
    for path in addon_files(CHECKOUT):
        parts += [str(path.relative_to(CHECKOUT)), path.read_bytes()]
    return digest(*parts)


def addon_files(root: Path) -> list[Path]:
    """The files below ``root`` that make the addon; tools, tests and caches are not among them."""
    unrelated = {"dev", "docs", "tests", "__pycache__", "node_modules"}
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in unrelated and not f.startswith("."))
        found += [Path(folder, name) for name in sorted(names) if not name.endswith(".pyc")]
    return found


@contextlib.contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Hold the lock ``name`` of the cache, so that two checkouts do not do the same at once."""
    path = cache_dir() / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  waiting until {path.name} is free …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
