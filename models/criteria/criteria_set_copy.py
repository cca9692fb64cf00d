from odoo import models
from odoo.fields import Command


class CriteriaSetCopy(models.Model):
    """A copy of a set has copies of all its parts, made of one kind at once."""

    _inherit = "agency.evaluation.criteria.set"

    def copy(self, default=None):
        """Copy the rows, facts, grades and sections too, each tied to the copies of what the original is tied to."""
        copies = super().copy(default)
        for original, copy in zip(self, copies, strict=True):
            copy._copy_parts_of(original)
        return copies

    def _copy_parts_of(self, original):
        """Copy what belongs to `original` into this set; what points to a copied record points to its copy.

        :return: the ids of the copies by their originals
        """
        twins = {}

        def copy_parts(parts, **ties):
            """Copy parts, with what their fields tie them to: a function of the original for each field."""
            given = {"set_id": self.id} if "set_id" in parts._fields else {}
            vals_list = [
                {**vals, **{name: tie(part) for name, tie in ties.items()}}
                for part, vals in zip(parts, parts.copy_data(given), strict=True)
            ]
            for part, copy in zip(parts, parts.create(vals_list), strict=True):
                part.copy_translations(copy)
                twins[part] = copy.id

        def twins_of(name):
            return lambda part: [Command.set([twins[tied] for tied in part[name]])]

        def twin_of(name):
            return lambda part: twins.get(part[name])

        ratios = original.indicator_ids.filtered("is_ratio")
        copy_parts(original.indicator_ids - ratios)
        copy_parts(ratios, ratio_part_id=twin_of("ratio_part_id"), ratio_whole_id=twin_of("ratio_whole_id"))
        copy_parts(original.relation_ids, whole_id=twin_of("whole_id"), part_ids=twins_of("part_ids"))
        copy_parts(original.grade_ids, blocking_indicator_ids=twins_of("blocking_indicator_ids"))
        copy_parts(original.check_setting_ids)
        # Parents come first, so that rows are not made in their order; where some have the same number, that told it.
        places = {row: place for place, (row, _level) in enumerate(original._criteria_in_order(), 1)}
        for _level, rows in sorted(original.criterion_ids.grouped("level").items()):
            copy_parts(
                rows, sequence=places.get, parent_id=twin_of("parent_id"), indicator_ids=twins_of("indicator_ids")
            )
        self.invalidate_recordset(["criterion_ids"])  # read again in their order
        rules = original.criterion_ids.rule_ids
        copy_parts(rules, criterion_id=twin_of("criterion_id"), indicator_id=twin_of("indicator_id"))
        copy_parts(original.section_ids, criterion_id=twin_of("criterion_id"))
        return twins
