import json
import textwrap

from odoo import models

from ...scoring.manifest import Change
from .evaluation_files import CONTENT

#: Longer values are cut in a message.
_LONGEST = 80
#: The fields by which a record is called in a message, where its key in the manifest says nothing.
_NAMES = ("number", "name", "title", "code")


class EvaluationDifference(models.Model):
    """The differences between an approved evaluation and its seal, in words."""

    _inherit = "agency.evaluation"

    def _describe_broken_seal(self, sealing, digest):
        """Return what is wrong where a manifest, its digest and the seal of the evaluation do not agree."""
        if digest != sealing.digest:
            yield self.env._(
                "What was sealed has been changed itself: its SHA-256 was %(sealed)s and is %(live)s now.",
                sealed=sealing.digest,
                live=digest,
            )
        if sealing.digest != self.seal:
            yield self.env._(
                "The seal of the evaluation is %(live)s, but what was sealed has the SHA-256 %(sealed)s.",
                live=self.seal or self.env._("empty"),
                sealed=sealing.digest,
            )

    def _describe_gone(self, gone, sealed):
        """Yield what was sealed and exists no more, one text for each field, or for a whole kind of records.

        :param gone: the names of the fields, by model
        """
        for model, names in gone.items():
            if model not in self.env:
                yield self.env._(
                    "Records of the kind %(model)s are no longer kept; %(count)s were sealed.",
                    model=model,
                    count=len(sealed.records.get(model, {})),
                )
                continue
            # sudo: ir.model - what a kind of record is called is no secret
            kind = self.env["ir.model"].sudo()._get(model).name
            for name in names:
                held = sum(1 for values in sealed.records.get(model, {}).values() if values.get(name))
                yield self.env._(
                    "%(kind)s: the field %(field)s is no longer kept; %(count)s records had a value when sealed.",
                    kind=kind,
                    field=name,
                    count=held,
                )

    def _describe_difference(self, difference, sealed, names):
        """Return a :class:`manifest.Difference` to what was sealed as a text that names record and field."""
        model, *place = difference.path
        if not place:
            return self.env._("Records of the kind %(model)s are missing.", model=model)
        key, *field_path = place
        values = sealed.records.get(model, {}).get(key)
        if values is None and isinstance(difference.live, dict):
            values = difference.live
        record = self._describe_sealed_record(model, key, values or {})
        if not field_path:
            if difference.change is Change.ADDED:
                return self.env._("%(record)s: added after the approval.", record=record)
            return self.env._("%(record)s: no longer there.", record=record)
        if field_path[0] == CONTENT:
            return self._describe_content(record, difference)
        return self.env._(
            "%(record)s: %(field)s was %(sealed)s and is %(live)s now.",
            record=record,
            field=self._describe_sealed_field(model, field_path),
            sealed=self._describe_sealed_value(model, field_path, difference.sealed, names),
            live=self._describe_sealed_value(model, field_path, difference.live, names),
        )

    def _describe_sealed_record(self, model, key, values):
        # sudo: ir.model - what a kind of record is called is no secret
        kind = self.env["ir.model"].sudo()._get(model).name
        if not key.isdecimal() or model == "agency.evaluation.decision":
            return f"{kind} {key}"
        name = " – ".join(str(values[field]) for field in _NAMES if values.get(field))
        return f"{kind} “{_shortened(name)}”" if name else f"{kind} #{key}"

    def _describe_content(self, file, difference):
        if difference.change is Change.REMOVED:
            return self.env._("%(file)s: its content is missing from the file store.", file=file)
        if difference.change is Change.UNREAD:
            return self.env["ir.attachment"]._unanswered_text(file)
        return self.env._(
            "%(file)s: its content has been changed; its SHA-256 was %(sealed)s and is %(live)s now.",
            file=file,
            sealed=difference.sealed,
            live=difference.live,
        )

    def _describe_sealed_field(self, model, path):
        name, *inside = path
        field = self.env[model]._fields.get(name)
        return " ".join([field._description_string(self.env) if field else name, *inside])

    def _describe_sealed_value(self, model, path, value, names):
        if value is None or value == "" or value == []:
            return self.env._("empty")
        field = self.env[model]._fields.get(path[0])
        if field and field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field and field.type == "float":
            return str(value).replace(".", ",")
        if isinstance(value, bool):
            return self.env._("yes") if value else self.env._("no")
        if isinstance(value, list):
            return _shortened(", ".join(names.get(item, str(item)) for item in value))
        if isinstance(value, dict):
            return _shortened(json.dumps(value, ensure_ascii=False))
        return _shortened(names.get(value, str(value)))


def _shortened(text):
    return textwrap.shorten(text, _LONGEST, placeholder="…") if len(text) > _LONGEST else text
