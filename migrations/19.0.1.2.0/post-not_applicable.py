from odoo import SUPERUSER_ID, api

_COUNTED = ("has_points", "final_points", "points_difference")


def migrate(cr, version):
    """Add up anew what is not approved: claims count once they are granted, and a bonus leaves no maximum.

    What a reviewer has accepted stays so: what does not apply is granted then. The rest is settled row by row.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for evaluation in env["agency.evaluation"].search([("state", "!=", "approved")]):
        if evaluation.state == "submitted":
            for line in evaluation.line_ids._leaves():
                kind, points = line._find_settlement()
                line._write_through({"settlement": kind, "rule_points": points})
        for name in _COUNTED:
            env.add_to_compute(evaluation.line_ids._fields[name], evaluation.line_ids._leaves())
        evaluation._totals_changed()
        evaluation._store_totals()
    env.flush_all()
