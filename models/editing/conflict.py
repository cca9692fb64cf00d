"""What two people changed at the same time."""

from dataclasses import dataclass, field
from datetime import datetime

from odoo import fields
from odoo.exceptions import UserError


class ChangedMeanwhile(UserError):
    """Nothing is saved, for others changed the same meanwhile; its context tells clients what, by itself."""

    http_status = 409

    def __init__(self, message, conflicts):
        super().__init__(message)
        self.context = {"conflicts": [conflict.plain() for conflict in conflicts]}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field, or several that are one to the reader, which somebody else changed since it was loaded.

    :ivar record: what it belongs to, in words
    :ivar label: what the field is called
    :ivar mine: the value that was to be saved, as shown
    :ivar theirs: the value that is stored, as shown
    :ivar stored: the stored values by the names of the fields, as clients load them
    :ivar user: who changed it; empty where nobody knows
    :ivar at: when, in UTC
    :ivar is_removed: the record is there no longer
    """

    model: str
    id: int
    record: str = ""
    label: str = ""
    mine: str = ""
    theirs: str = ""
    stored: dict = field(default_factory=dict)
    user: str = ""
    at: datetime | None = None
    is_removed: bool = False

    def plain(self):
        """Return it as JSON holds it."""
        return {
            "model": self.model,
            "id": self.id,
            "record": self.record,
            "label": self.label,
            "mine": self.mine,
            "theirs": self.theirs,
            "stored": self.stored,
            "user": self.user,
            "at": fields.Datetime.to_string(self.at) if self.at else False,
            "removed": self.is_removed,
        }
