from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Begin the register of events where there are decisions already, and let the periodic check read signed copies."""
    cr.execute(
        """
        UPDATE ir_attachment file
           SET evidence_sha256 = copy.sha256
          FROM agency_evaluation_signed_copy copy
         WHERE file.res_model = 'agency.evaluation.signed.copy'
           AND file.res_id = copy.id
           AND file.evidence_sha256 IS NULL
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["res.company"].with_context(active_test=False).search([], order="id"):
        env["agency.evaluation.event.chain"]._begin(company)
