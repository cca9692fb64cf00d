from odoo import SUPERUSER_ID, api

#: What users without a whole company read is asked by one condition, which an index serves; rules are noupdate.
_OF_EVALUATION = "[('evaluation_id.is_for_user', '=', True)]"
_READ = {
    "agency_evaluation_rule_reader": "[('is_for_user', '=', True)]",
    "agency_evaluation_line_rule_reader": "[('is_for_user', '=', True)]",
    **dict.fromkeys(
        (
            "agency_evaluation_fact_rule_reader",
            "agency_evaluation_measure_rule_reader",
            "agency_evaluation_evidence_rule_reader",
            "agency_evaluation_section_rule_reader",
            "agency_evaluation_finding_rule_reader",
            "agency_evaluation_decision_rule_reader",
        ),
        _OF_EVALUATION,
    ),
}
#: Rules that no longer say anything of reading.
_NOT_READ = (
    "agency_evaluation_rule_evaluator",
    "agency_evaluation_line_rule_evaluator",
    "agency_evaluation_fact_rule_evaluator",
    "agency_evaluation_section_rule_evaluator",
    "agency_evaluation_finding_rule_evaluator",
)
#: Whose index of the evaluation is the beginning of the one that lists go along.
_IN_ORDER = ("line", "fact", "section", "finding", "evidence")


def migrate(cr, _version):
    """Let lists be found by indexes: of the rules that say who reads what, and of the order that they have."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    changes = {
        **{name: {"domain_force": domain} for name, domain in _READ.items()},
        **{name: {"perm_read": False} for name in _NOT_READ},
    }
    for name, values in changes.items():
        if rule := env.ref(f"agency_evaluation.{name}", raise_if_not_found=False):
            rule.write(values)
    for name in _IN_ORDER:
        cr.execute(f"DROP INDEX IF EXISTS agency_evaluation_{name}__evaluation_id_index")
