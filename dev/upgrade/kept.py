"""Databases of earlier versions as files: ``dump.sql`` and the files of the store, in ``VERSION.tar.xz``.

The dump is plain SQL without what a PostgreSQL older than the one that wrote it does not know.
"""

import re
import shutil
import tarfile
import tempfile
from pathlib import Path

from runtime import databases, odoo
from runtime.processes import output_of

FOLDER = Path(__file__).parent
SUFFIX = ".tar.xz"
DUMP, FILES = "dump.sql", "filestore"
#: What a dump begins and ends with that only the newest PostgreSQL reads, and that says where it was made.
_UNWANTED = re.compile(rb"(\\(un)?restrict |SET transaction_timeout |-- Dumped )")
#: What of a database tells nothing of the addon but of the machine that it was made on.
_SCRUB = r"""
    UPDATE mail_message SET message_id = regexp_replace(message_id, '@[^@]*$', '@example.com>');
    UPDATE ir_config_parameter SET value = md5(key) WHERE key IN ('database.uuid', 'database.secret');
    DELETE FROM ir_attachment WHERE url LIKE '/web/assets/%';
    DELETE FROM ir_logging;
    DELETE FROM bus_bus;
    DELETE FROM mail_mail;
    UPDATE mail_notification SET failure_reason = NULL;
"""


def versions() -> list[str]:
    """The versions of which there is a database, as the manifest of the addon has them, the oldest first."""
    found = (path.name.removesuffix(SUFFIX) for path in FOLDER.glob(f"*{SUFFIX}"))
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def keep(database: str, version: str) -> Path:
    """Store ``database`` as the one of ``version``; return the file.

    :raise Problem: when the database cannot be dumped
    """
    databases.sql(_SCRUB, database)
    target = FOLDER / f"{version}{SUFFIX}"
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder, DUMP)
        whole = output_of(["pg_dump", "--no-owner", "--no-privileges", database], env=odoo.environment()).encode()
        dump.write_bytes(b"".join(line for line in whole.splitlines(keepends=True) if not _UNWANTED.match(line)))
        with tarfile.open(target, "w:xz", preset=9) as archive:
            archive.add(dump, DUMP, filter=_anonymous)
            archive.add(file_store(database), FILES, filter=_anonymous)
    return target


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() else 0o644
    return member


def restore(version: str, database: str) -> None:
    """Make ``database`` anew, as it was kept of ``version``.

    :raise Problem: with PostgreSQL's message, when it refuses the dump
    """
    databases.drop(database)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(FOLDER / f"{version}{SUFFIX}") as archive:
            unpack(archive, folder)
        databases.sql(f"""CREATE DATABASE "{database}" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'""")
        output_of(
            [
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                "--single-transaction",
                f"--file={Path(folder, DUMP)}",
                database,
            ],
            env=odoo.environment(),
        )
        shutil.rmtree(file_store(database), ignore_errors=True)
        shutil.copytree(Path(folder, FILES), file_store(database))


def unpack(archive: tarfile.TarFile, folder: str | Path) -> None:
    """Unpack ``archive``, made by ourselves, with what Python checks of archives where it does."""
    archive.extraction_filter = getattr(tarfile, "data_filter", None)  # from 3.10.12 and 3.11.4 on
    archive.extractall(folder)


def file_store(database: str) -> Path:
    return odoo.data_dir() / "filestore" / database
