from odoo import fields, models

from ...scoring import manifest
from .evaluation_manifest import PEOPLE


class Seal(models.Model):
    """What an approved evaluation was made of, byte for byte, as it was approved. It is never changed."""

    _name = "agency.evaluation.seal"
    _description = "Seal of an Evaluation"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "evaluation_id"
    _structure_open_in = ()
    _files_open_in = ()
    _rec_name = "digest"

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="restrict", index=True)
    # Never changed and possibly long, so it is read by itself alone.
    manifest = fields.Text(required=True, readonly=True, prefetch=False, help="Its bytes in UTF-8 are what is sealed.")
    digest = fields.Char(string="SHA-256", size=64, required=True, readonly=True, help="Of the bytes of the manifest.")

    grade = fields.Char(
        readonly=True, help="The class that the manifest names, so that a list of many need not read manifests."
    )

    people = fields.Json(
        readonly=True,
        prefetch=False,
        help="The names of those who took part; the manifest has their functions and is held to their names.",
    )

    papers = fields.Text(
        readonly=True,
        prefetch=False,
        help="What each paper prints; the manifest is held to its bytes in UTF-8, unless it is of an earlier form.",
    )
    papers_digest = fields.Char(string="SHA-256 of the Papers", size=64, readonly=True)

    _evaluation_unique = models.Constraint("UNIQUE (evaluation_id)", "An evaluation is sealed once.")

    def _locked_message(self, names=()):
        if not self:
            return self.env._("An evaluation is sealed by its approval alone.")
        return self.env._("A seal stays as it was made.")

    def _names_in(self, sealed):
        """Return what the records that a :class:`manifest.Sealed` names were called, by model and id.

        Somebody whose name is not the one that the manifest is held to is called by function alone.
        """
        self.ensure_one()
        names = dict(sealed.names)
        kept = self.people or {}
        for reference, person in sealed.people.items():
            named = kept.get(reference)
            is_held = named and manifest.commit(**named) == person.commitment
            names[reference] = named["name"] if is_held else person.function
        return names

    def _functions(self):
        """Return what those are in this agency whose names a manifest of the first form tells, by model and id."""
        self.ensure_one()
        # sudo: every model - the manifest names whoever took part
        evaluation = self.sudo().evaluation_id
        functions = {}
        for reference in manifest.read(self.manifest.encode()).names:
            model, _comma, id_ = reference.partition(",")
            if model in PEOPLE:
                person = evaluation.env[model].browse(int(id_)).exists()
                functions[reference] = evaluation._function_of(person) if person else ""
        return functions
