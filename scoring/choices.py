"""What people choose from: the members of an enum, each by a label."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


def choices(labels: Mapping[Enum, str]) -> list[tuple[str, str]]:
    """Return (value, label) of every member of an enum, as a Selection field wants them.

    :param labels: how users read each member, in the order in which they are offered
    :raises ValueError: if a member has no label, so that a new one is forgotten nowhere
    """
    (kind,) = {type(member) for member in labels}
    if nameless := [str(member) for member in kind if member not in labels]:
        raise ValueError(f"choices without a label: {', '.join(nameless)}")
    return [(member.value, label) for member, label in labels.items()]
