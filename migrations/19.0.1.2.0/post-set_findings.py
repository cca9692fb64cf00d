from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Find what was never asked of the sets that are published: a manager may settle it, and no evaluation waits."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["agency.evaluation.criteria.set"].search([("state", "!=", "draft")])._refresh_findings()
