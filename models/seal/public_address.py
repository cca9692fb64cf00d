"""Whether an address is one that a citizen with a paper in hand can open; pure, without Odoo."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

#: Names that no other machine can look up, or that only a local network knows.
_LOCAL = (".localhost", ".local", ".lan", ".internal", ".home.arpa", ".invalid", ".test", ".example")


def normalized(address: str) -> str:
    """Return a typed address without what follows the host and its folder.

    :raises ValueError: if it is no address of a web site
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(address)
    if parts.query or parts.fragment or any(character.isspace() for character in address.strip()):
        raise ValueError(address)
    _port = parts.port  # refuses what is no number
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_encrypted(address: str) -> bool:
    return urlsplit(address).scheme == "https"


def is_public(address: str) -> bool:
    """Tell whether the host may be known outside of this machine and its network."""
    host = (urlsplit(address).hostname or "").rstrip(".").lower()
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not f".{host}".endswith(_LOCAL)
