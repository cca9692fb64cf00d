from odoo import fields, models


class HrDepartment(models.Model):
    """A unit that is renamed leaves its former name to what it did under it."""

    _inherit = "hr.department"

    agency_former_name_ids = fields.One2many(
        "agency.evaluation.unit.name", "department_id", string="Former Names", readonly=True, groups="base.group_system"
    )

    def write(self, vals):
        if name := vals.get("name"):
            renamed = self.filtered(lambda department: department.name and department.name != name)
            self.env["agency.evaluation.unit.name"]._keep_names(renamed)
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        if field_name == "name":
            self.env["agency.evaluation.unit.name"]._keep_names(self)
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def _agency_name_on(self, day):
        """Return what the unit was called on `day`, in the language of its context; empty without a unit."""
        # sudo: agency.evaluation.unit.name - what a unit was called is no secret to who knows of the unit
        unit = self.sudo()
        return (day and unit.agency_former_name_ids._on(day).name) or unit.name
