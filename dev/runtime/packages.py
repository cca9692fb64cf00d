"""Odoo and the shared libraries, unpacked from Debian packages into the cache."""

from pathlib import Path

from .apt import PrivateApt
from .console import say, step
from .paths import cache_dir

SID = PrivateApt("sid", suite="sid")
OWN = PrivateApt("own")
#: Odoo, and what its relative links lead to: from sid, and from the machine's own suite.
FROM_SID = (
    "odoo-19",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
FROM_OWN_SUITE = ("fonts-font-awesome", "fonts-glyphicons-halflings", "fonts-inconsolata")
#: Libraries that Python packages load at run time; the first known name of each is taken.
LIBRARIES = (
    ("libpango-1.0-0",),
    ("libpangoft2-1.0-0",),
    ("libharfbuzz-subset0",),
    ("libmagic1t64", "libmagic1"),
)


def odoo_prefix() -> Path:
    return cache_dir() / "odoo"


def library_prefix() -> Path:
    return cache_dir() / "libraries"


def odoo_python_path() -> Path:
    """The folder to have on ``sys.path`` to import ``odoo``."""
    return odoo_prefix() / "usr/lib/python3/dist-packages"


def odoo_package() -> str:
    """The name of the Debian package that was unpacked, with its version."""
    names = (odoo_prefix() / "complete").read_text().splitlines()
    return next(name for name in names if name.startswith("odoo-"))


def library_environment() -> dict[str, str]:
    """The variables with which programs find the unpacked libraries; empty where none were needed."""
    folders = sorted({str(so.parent) for so in library_prefix().glob("usr/lib/*/*.so.*")})
    environment = {}
    if folders:
        environment["LD_LIBRARY_PATH"] = ":".join(folders)
    magic = library_prefix() / "usr/lib/file/magic.mgc"
    if magic.exists():
        environment["MAGIC"] = str(magic)
    if (fonts := library_prefix() / "fonts.conf").exists():
        environment["FONTCONFIG_FILE"] = str(fonts)
    return environment


def ready() -> bool:
    """Whether everything here is unpacked."""
    return all((prefix / "complete").exists() for prefix in (odoo_prefix(), library_prefix()))


def unpack_odoo() -> None:
    """Unpack Odoo, where that has not been done.

    :raise Problem: when the mirror does not answer
    """
    prefix = odoo_prefix()
    if (prefix / "complete").exists():
        return
    with step("Odoo 19 from Debian packages"):
        SID.update()
        OWN.update()
        names = SID.unpack(FROM_SID, prefix) + OWN.unpack(FROM_OWN_SUITE, prefix)
        for link in prefix.rglob("*"):
            if link.is_symlink() and not link.exists():
                say(f"  note: {link} leads nowhere; a Debian package may have changed")
        (prefix / "complete").write_text("\n".join(names) + "\n")


def unpack_libraries() -> None:
    """Unpack the shared libraries that the system lacks, where that has not been done.

    :raise Problem: when the mirror does not answer
    """
    prefix = library_prefix()
    if (prefix / "complete").exists():
        return
    with step("Shared libraries of the PDF engine"):
        OWN.update()
        wanted = [OWN.first_known(*names) for names in LIBRARIES]
        names = OWN.unpack(OWN.missing(wanted), prefix)
        if names and not Path("/etc/fonts/fonts.conf").exists():
            _write_font_configuration(prefix)
        prefix.mkdir(exist_ok=True)
        (prefix / "complete").write_text("\n".join(names) + "\n")


def _write_font_configuration(prefix: Path) -> None:
    cache = prefix / "font-cache"
    (prefix / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{prefix}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>\n"
        f"<cachedir>{cache}</cachedir>\n</fontconfig>\n"
    )
