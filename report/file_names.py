"""Names of files and folders that every system can unpack: safe, of bounded length, none twice in a folder."""

from __future__ import annotations

import re
import unicodedata

#: A path of three such names stays below the 260 characters that Windows allows, with room for the folder it is in.
FILE_LENGTH, FOLDER_LENGTH = 100, 40
#: Unix counts bytes, of which it allows 255, and some letters of Vietnamese take three.
_BYTES = 240
#: What Windows refuses, what links mistake for a fragment or an escape.
_REFUSED = re.compile(r'[<>:"/\\|?*#%]')
#: https://learn.microsoft.com/windows/win32/fileio/naming-a-file: with any extension these are devices.
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_EXTENSION = re.compile(r"\.\w{1,10}$")


def safe_name(text: str, length: int = FILE_LENGTH, fallback: str = "tệp") -> str:
    """Return a name like `text` that is one step of a path and no device, of at most `length` characters.

    Letters of every language stay, in the composed form; what is neither seen nor printed goes. The extension is kept.
    """
    composed = unicodedata.normalize("NFC", text)
    spaced = " ".join(composed.split())
    visible = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")
    # A dot or a space at the end is lost on Windows, and a dot at the start hides a file or leads to another folder.
    name = _REFUSED.sub("-", visible).strip(" .")
    if _DEVICES.match(name):
        name = f"_{name}"
    return _shorten(name, length) or fallback


class Names:
    """The names that are taken in a folder; letter case does not tell two apart."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """Return a safe `name` that is not taken yet, with a number before its extension if need be, and take it."""
        unique, number = name, 1
        while _key(unique) in self._taken:
            number += 1
            unique = _shorten(name, FILE_LENGTH, f" ({number})")
        self._taken.add(_key(unique))
        return unique


def _split_extension(name: str) -> tuple[str, str]:
    """Return the stem and the extension of a file name, with its dot; it is empty if there is none."""
    match = _EXTENSION.search(name)
    return (name[: match.start()], match.group()) if match and match.start() else (name, "")


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())


def _shorten(name: str, length: int, mark: str = "") -> str:
    """Return `name` with `mark` before its extension, its stem cut so that all have room."""
    stem, extension = _split_extension(name)
    end = f"{mark}{extension}"
    cut = stem[: length - len(end)].encode()[: _BYTES - len(end.encode())].decode(errors="ignore")
    return f"{cut.rstrip(' .')}{end}"
