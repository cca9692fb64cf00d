import re

from odoo import api, models
from odoo.exceptions import ValidationError

from ...scoring.outside_pictures import without_outside
from .values import check_values

#: How many letters papers print and readers read: of a line, of an explanation, of a section of the report.
LONGEST = {"char": 1_000, "text": 5_000, "html": 100_000}
#: Criteria sets quote whole articles of decrees.
_LONGEST_IN_SETS = {**LONGEST, "text": 20_000}
_EVALUATION = "agency.evaluation"
_SET = "agency.evaluation.criteria.set"
_TAG = re.compile(r"<[^>]*>")


class LockedTexts(models.AbstractModel):
    """What is written in evaluations and criteria sets can be printed, and fetches nothing from elsewhere."""

    _inherit = "agency.evaluation.lock"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_clean_texts(vals) for vals in vals_list])

    def write(self, vals):
        check_values(self, vals)
        return super().write(self._with_clean_texts(vals))

    def _with_clean_texts(self, vals):
        """Return `vals` as they are stored; those without rich text are the same values.

        :raises ValidationError: if a text is longer than papers hold; the message names the limit
        """
        limits = {_EVALUATION: LONGEST, _SET: _LONGEST_IN_SETS}.get(self.browse()._lock_root()._name)
        if not limits:
            return vals
        clean = {}
        for name, value in vals.items():
            field = self._fields.get(name)
            # What is made by the addon and may be long, such as a manifest, is read by itself alone.
            if not isinstance(value, str) or field is None or field.type not in limits or field.prefetch is not True:
                continue
            letters = _TAG.sub("", value) if field.type == "html" else value
            if len(letters) > limits[field.type]:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” has %(count)s characters; at most %(limit)s are kept, for papers to hold them.",
                        field=field._description_string(self.env),
                        count=len(letters),
                        limit=limits[field.type],
                    )
                )
            if field.type == "html" and not self._is_own(name, value) and (cleaned := without_outside(value)) != value:
                clean[name] = cleaned
        return {**vals, **clean} if clean else vals
