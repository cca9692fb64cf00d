"""What an editor had before him when he changed it, as his browser tells it with what he saves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from odoo.exceptions import ValidationError

#: The context key by which a save carries it; clients that send none write as ever.
KEY = "agency_seen"
#: Longer names of browser tabs are nobody's.
_LONGEST_TAB = 40


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen before a save.

    :ivar values: the value of each field that was loaded, by model, id and name
    :ivar tab: the browser tab that saves, to be told nothing of its own changes; empty where it does not say
    """

    values: dict = field(default_factory=dict)
    tab: str = ""

    def of(self, model, id_):
        """Return the values that were loaded of a record."""
        return self.values.get((model, id_), {})


def read_seen(env, plain):
    """Return what a client sent as a :class:`Seen`.

    :param plain: ``{"tab": …, "values": {model: {id: {field: value}}}}``; ids are texts, as in JSON
    :raises ValidationError: if it is no such thing
    """
    try:
        tab = plain.get("tab") or ""
        values = {
            (model, int(id_)): dict(loaded)
            for model, records in (plain.get("values") or {}).items()
            for id_, loaded in records.items()
        }
        is_sound = isinstance(tab, str) and all(isinstance(model, str) and model in env for model, _id in values)
    except (AttributeError, TypeError, ValueError):
        is_sound = False
    if not is_sound or not isinstance(plain, Mapping):
        raise ValidationError(env._("What was seen before it was changed has to be given by model, record and field."))
    return Seen(values, tab[:_LONGEST_TAB])
