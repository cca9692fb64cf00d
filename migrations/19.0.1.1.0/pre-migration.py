from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Remove every record rule of the addon: it is data that an upgrade neither rewrites nor removes."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    named = env["ir.model.data"].search([("module", "=", "agency_evaluation"), ("model", "=", "ir.rule")])
    env["ir.rule"].browse(named.mapped("res_id")).exists().unlink()
