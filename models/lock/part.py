from odoo import api, fields, models
from odoo.exceptions import UserError

from .internal import Internal


class Part(models.AbstractModel):
    """A record that belongs to an evaluation and follows its lock.

    The lock is code that runs for every client: RPC, import, chatter and sudo. What a state leaves open is what
    :meth:`_open_fields` returns for it, and for single records :meth:`_reopened_fields`; no context key changes that.
    """

    _name = "agency.evaluation.part"
    _description = "Part of an Evaluation"

    evaluation_id = fields.Many2one(
        "agency.evaluation", required=True, readonly=True, ondelete="cascade", index=True, copy=False
    )
    state = fields.Selection(related="evaluation_id.state", string="Evaluation Status")

    @api.model
    def _open_fields(self, state):
        """Return the names of the fields that may be written while the evaluation is in `state`."""
        return self._stored_fields() if state == "draft" else frozenset()

    def _reopened_fields(self):
        """Return the names of the fields of this record that are open although its state locks them."""
        self.ensure_one()
        return frozenset()

    def _is_reopened(self):
        """Return whether the record may be added, taken away or given other files although its state locks that."""
        self.ensure_one()
        return False

    @api.model
    def _stored_fields(self):
        return frozenset(name for name, field in self._fields.items() if name != "evaluation_id" and not field.related)

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_open_for_structure()
        return parts

    def write(self, vals):
        if not isinstance(vals, Internal):
            self._check_open_for(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_open_for_structure()

    def _prepare_file_change(self):
        """:raises UserError: if files cannot be added, changed or taken away because the record is locked"""
        # sudo: agency.evaluation - the lock holds for whoever changes a file, whatever they may read
        self.sudo().evaluation_id._prepare_file_change()

    def action_open(self):
        """Open the record in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_open_for(self, names):
        """:raises UserError: if the state of an evaluation does not leave the fields `names` of its records open"""
        # sudo: agency.evaluation - the lock holds for whoever writes, whatever they may read
        locked = self.sudo()
        locked.evaluation_id._claim()
        for evaluation, parts in locked.grouped("evaluation_id").items():
            if not (closed := set(names) - self._open_fields(evaluation.state)):
                continue
            for part in parts:
                if still_closed := closed - part._reopened_fields():
                    raise UserError(evaluation._closed_in_state_message(self, still_closed))

    def _check_open_for_structure(self):
        """:raises UserError: if an evaluation is no draft, so that nothing may be added to it or taken away"""
        # sudo: agency.evaluation - the lock holds for whoever writes, whatever they may read
        parts = self.sudo()
        parts.evaluation_id._claim()
        locked = parts.filtered(lambda part: part.state != "draft" and not part._is_reopened())
        locked.evaluation_id._check_draft()
