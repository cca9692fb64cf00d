from odoo import SUPERUSER_ID, api

#: Documents of an assigned row are closed with it when it is handed in; rules are noupdate.
_EVIDENCE = (
    "['|', ('evaluation_id.is_of_own_unit', '=', True), ('line_ids', 'any', [('user_id', '=', user.id),"
    " '|', ('handed_in_on', '=', False), ('evaluation_id.state', '!=', 'draft')])]"
)


def migrate(cr, _version):
    """Let the rule of documents know of handing in."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    if rule := env.ref("agency_evaluation.agency_evaluation_evidence_rule_evaluator", raise_if_not_found=False):
        rule.domain_force = _EVIDENCE
