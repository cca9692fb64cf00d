from odoo import api, models

#: Evaluations that are made in one go where many are to be: a few seconds of work, which a job may take.
BATCH = 100
#: What the period of a new evaluation follows from.
_OF_PERIOD = ("criteria_set_id", "year", "date_from", "date_to")


class EvaluationRound(models.Model):
    """Making the evaluations of many units, batch by batch, by whoever does it and however often it is begun anew."""

    _inherit = "agency.evaluation"

    @api.model
    def _make_missing(self, vals_list, limit=BATCH):
        """Make the first of the evaluations that are not there yet.

        What is there is found anew each time and kept nowhere, so that who was stopped goes on, and who begins twice,
        even at the same time, makes nothing twice. It never commits: whoever calls it does, batch by batch.

        :param vals_list: the values of all of them, each with `criteria_set_id` and `department_id`; they are own
            code's, so that closed fields may be among them
        :param limit: how many are made at most
        :return: the evaluations made, and how many are still missing
        """
        missing = self._missing(vals_list)
        made = self._create_through(missing[:limit])
        return made, len(missing) - len(made)

    @api.model
    def _missing(self, vals_list):
        """Return the values of those evaluations that are not there yet, in their order.

        One that was cancelled is there: somebody has decided about it.
        """
        known = {}
        wanted = {}
        for vals in vals_list:
            of_period = tuple((name, vals[name]) for name in _OF_PERIOD if vals.get(name))
            if of_period not in known:
                known[of_period] = self._completed_period(dict(of_period))
            place = (vals["criteria_set_id"], vals["department_id"], *known[of_period])
            wanted[place] = vals
        domain = [
            ("criteria_set_id", "in", list({place[0] for place in wanted})),
            ("department_id", "in", list({place[1] for place in wanted})),
        ]
        names = ["criteria_set_id", "department_id", "date_from", "date_to"]
        # sudo: agency.evaluation - one that the user may not see is there all the same
        for evaluation in self.sudo().search_fetch(domain, names):
            period = evaluation.date_from, evaluation.date_to
            wanted.pop((evaluation.criteria_set_id.id, evaluation.department_id.id, *period), None)
        return list(wanted.values())

    @api.model
    def _completed_period(self, vals):
        """Return the first and the last day of an evaluation made of these values, which may leave out what follows."""
        planned = self.new(self._prepare_new(vals))
        return planned.date_from, planned.date_to
