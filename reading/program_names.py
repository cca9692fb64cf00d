"""Files that a computer runs, by their names and by how they begin."""

from __future__ import annotations

_EXTENSIONS = frozenset(
    "apk app bat bin chm cmd com cpl dll docm dotm exe hta htm html iso jar js jse lnk mht mhtml msc msi msp ps1 py reg"
    " scr sh svg vb vbe vbs wsf wsh xlam xlsm xltm pptm potm ppsm".split()
)
_BEGINNINGS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")


def is_program(name: str, beginning: bytes) -> bool:
    """Tell whether a file of this name, which begins with these bytes, is one that runs."""
    return name.rpartition(".")[2].strip().lower() in _EXTENSIONS or beginning.startswith(_BEGINNINGS)
