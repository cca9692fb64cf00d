"""What the figures were taken on."""

import datetime
import os
import platform
import re
from pathlib import Path

from runtime import databases, odoo, packages


def describe() -> str:
    """One line about the machine and what runs on it."""
    names = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = int(re.findall(r"^MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(), re.MULTILINE)[0]) / 2**20
    ((version,),) = databases.sql("SHOW server_version")
    program = "an Odoo of its own" if odoo.existing() else packages.odoo_package()
    return (
        f"{names[0] if names else platform.machine()}, {len(os.sched_getaffinity(0))} processors, {memory:.0f} GB;"
        f" Linux {platform.release()}, Python {platform.python_version()}, PostgreSQL {version}, {program}"
    )


def today() -> str:
    return datetime.date.today().isoformat()


def load() -> str:
    """How many processes wanted the processors during the last minute, and the last five."""
    one, five, _fifteen = os.getloadavg()
    return f"{one:.1f} and {five:.1f}"
