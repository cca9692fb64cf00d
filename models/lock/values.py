"""What clients send as values, checked before anything reads it, so that junk is refused in words."""

import base64
import binascii
from collections.abc import Mapping

from odoo import fields
from odoo.exceptions import ValidationError

_LARGEST = 2**31 - 1
#: No number here is as large; beyond it a float no longer tells whole numbers apart, nor need it be finite.
_LARGEST_FLOAT = 2.0**53
_TEXTS = ("char", "text", "html")
_DATES = {"date": fields.Date, "datetime": fields.Datetime}
_COMMANDS = {command.value for command in fields.Command}


def check_values(records, vals, leave=()):
    """Check that `vals` can be values of `records` at all; which of them may be written is another question.

    :param leave: names of fields whose values are checked elsewhere, with a better message
    :raises ValidationError: if they cannot; the message names the field and the value
    """
    if not isinstance(vals, Mapping):
        raise ValidationError(records.env._("%(values)s are no values by field.", values=shown(vals)))
    for name, value in vals.items():
        field = records._fields.get(name) if isinstance(name, str) else None
        if field is None:
            raise ValidationError(records.env._("There is no field %(field)s here.", field=shown(name)))
        if value is None or value is False:
            is_fit = True
        else:
            is_fit = _is_told(value) if name in leave else _fits(records, field, value)
        if not is_fit:
            raise ValidationError(
                records.env._(
                    "%(value)s cannot be the value of “%(field)s”.",
                    value=shown(value),
                    field=field._description_string(records.env),
                )
            )
        for values in _nested(field, value):
            check_values(records.env[field.comodel_name], values)


def check_form(records, vals):
    """Check that `vals` can be what a form says of `records` before it saves them.

    A row in a form brings the values of the record above along, which is not saved yet either.

    :raises ValidationError: as :func:`check_values`
    """
    above = {}
    if isinstance(vals, Mapping):
        above = {name: value for name, value in vals.items() if _is_above(records._fields.get(name), value)}
        vals = {name: value for name, value in vals.items() if name not in above}
    check_values(records, vals)
    for name, values in above.items():
        check_form(records.env[records._fields[name].comodel_name], values)


def _is_told(value):
    """Tell whether a message may name the value as it is."""
    return not isinstance(value, str) or _is_storable(value)


def check_text(records, text):
    """Return what a client gives as the text of a step; nothing for nothing.

    :raises ValidationError: if it is no text that can be kept
    """
    if text is None or text is False or text == "":
        return ""
    if not isinstance(text, str) or not _is_storable(text):
        raise ValidationError(records.env._("%(value)s is no text.", value=shown(text)))
    return text


def _fits(records, field, value):
    if field.type in _TEXTS:
        is_number = isinstance(value, (int, float)) and field.type != "html"
        return is_number or (isinstance(value, str) and _is_storable(value))
    if field.type in _DATES:
        return _is_date(_DATES[field.type], value)
    if field.type in ("integer", "many2one_reference"):
        return _is_integer(value)
    if field.type == "many2one":
        return _is_id(value) or _are_records(value)
    if field.type in ("float", "monetary"):
        return isinstance(value, (int, float)) and abs(value) < _LARGEST_FLOAT
    if field.type == "selection":
        return not isinstance(value, (list, dict)) and value in field.get_values(records.env)
    if field.type in ("one2many", "many2many"):
        return isinstance(value, (list, tuple)) and all(_is_command(item) for item in value) or _are_records(value)
    if field.type == "binary":
        return _is_base64(value)
    return True


def _is_above(field, value):
    return field is not None and field.type == "many2one" and isinstance(value, Mapping)


def _nested(field, value):
    """Return the values that commands give to records of the other model."""
    if field.type not in ("one2many", "many2many") or not isinstance(value, (list, tuple)):
        return []
    giving = (fields.Command.CREATE, fields.Command.UPDATE)
    return [item[2] for item in value if isinstance(item, (list, tuple)) and len(item) > 2 and item[0] in giving]


def _is_storable(text):
    """Tell whether the database can hold a text: no NUL, and nothing that is no character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _is_date(kind, value):
    if not isinstance(value, str):
        return hasattr(value, "year")
    try:
        kind.to_date(value) if kind is fields.Date else kind.to_datetime(value)
    except (ValueError, OverflowError):
        return False
    return True


def _is_integer(value):
    return isinstance(value, int) and -_LARGEST <= value <= _LARGEST


def _is_id(value):
    # true is a whole number to Python, and none to the database
    return _is_integer(value) and not isinstance(value, bool)


def _is_command(item):
    if _is_id(item):
        return True
    if not isinstance(item, (list, tuple)) or not 1 <= len(item) <= 3 or not _is_id(item[0]):
        return False
    command, id_, values = (*item, 0, None)[:3] if len(item) < 3 else item
    if command not in _COMMANDS:
        return False
    if command == fields.Command.SET:
        return isinstance(values, (list, tuple)) and all(map(_is_id, values))
    if command == fields.Command.CREATE:
        return isinstance(values, Mapping)  # a form calls what is not saved yet by a name of its own
    if command == fields.Command.UPDATE:
        return isinstance(values, Mapping) and _is_id(id_)
    return _is_id(id_ or 0)


def _are_records(value):
    return hasattr(value, "_ids")


def _is_base64(value):
    if isinstance(value, bytes):
        return True
    try:
        base64.b64decode(value)
    except (binascii.Error, TypeError, ValueError):
        return False
    return True


def shown(value):
    """Return what a message can say of a value that a client sent, whatever it is."""
    text = repr(value) if not isinstance(value, str) else value
    return (
        text.encode("ascii", "backslashreplace").decode()[:80].replace("\0", "\\0")
        if not _is_storable(text)
        else text[:80]
    )
