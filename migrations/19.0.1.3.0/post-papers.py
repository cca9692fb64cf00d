from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Have the papers of what was approved before described and rendered, as they are by now, and kept from then on."""
    api.Environment(cr, SUPERUSER_ID, {}).ref("agency_evaluation.ir_cron_keep_papers")._trigger()
