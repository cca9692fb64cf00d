from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Store on whose desks evaluations lie; nobody hears of what has not changed."""
    # A question that was asked after the review left it open, though the evaluation said that it was done.
    cr.execute(
        """
        UPDATE agency_evaluation evaluation
           SET reviewed_by_id = NULL, reviewed_on = NULL
         WHERE state = 'submitted'
           AND EXISTS (
                   SELECT FROM agency_evaluation_question question
                    WHERE question.evaluation_id = evaluation.id AND question.asked_on > evaluation.reviewed_on
               )
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    live = env["agency.evaluation"].search([("state", "in", ("draft", "submitted"))])
    live._sync_desks(quiet=True)
