import logging

from odoo import models
from odoo.exceptions import UserError

from ..background.task import CONFLICTS, PART

_logger = logging.getLogger(__name__)
_UNIT = "agency.evaluation.campaign.unit"


class TaskOfRound(models.Model):
    """Making the evaluations of a round: some units in each transaction, by the rights of the manager who opened it."""

    _inherit = "agency.evaluation.task"

    def _do_create(self, keys):
        """Make the evaluations of units, together if that can be done, else one by one."""
        # sudo: agency.evaluation.task - what was asked for is read whatever rule has changed since
        campaign = self.env["agency.evaluation.campaign"].browse(self.sudo().details.get("campaign_id", 0)).exists()
        campaign.check_access("write")
        campaign._join()  # it stays open until this piece is done
        if campaign.state != "open":
            raise UserError(self.env._("The round is no longer open."))
        self._make_together(keys)

    def _make_together(self, keys):
        try:
            with self.env.cr.savepoint():
                self._make_of_units(keys)
        except CONFLICTS:
            raise
        except Exception as error:  # pylint: disable=broad-except; a unit that fails is no reason to leave out others
            self.env.invalidate_all()
            if len(keys) > 1:
                for key in keys:
                    self._make_together([key])
                return
            if not isinstance(error, UserError):
                _logger.warning("%s leaves out unit %s", self, keys, exc_info=True)
            reason = self._describe_error(error)
            self.env[_UNIT].browse(keys)._note_left_out({keys[0]: reason})
            self._keep_unit(keys[0], error=reason)

    def _make_of_units(self, keys):
        units = self.env[_UNIT].browse(keys).exists()
        left_out = units._make_evaluations()
        evaluations = {unit.id: unit.evaluation_id.id for unit in units}
        for key in keys:
            if key not in evaluations:
                self._keep_unit(key, error=self.env._("It has been deleted."))
            elif key in left_out:
                self._keep_unit(key, error=left_out[key])
            else:
                self._keep_unit(key, evaluation_id=evaluations[key])

    def _keep_unit(self, key, **values):
        # sudo: agency.evaluation.campaign.unit - what the unit is called is told to who opened the round
        unit = self.env[_UNIT].sudo().browse(key).exists()
        # sudo: agency.evaluation.task.part - own code alone keeps them
        self.env[PART].sudo()._keep(self, {"key": key, "name": unit.department_id.name or str(key), **values})
