from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from ...models.lock.lock import NEW, is_locked_model
from ..cases.seal_case import SealCase

#: Every stored field of every locked model, and what clients write beside those: the states in which they may.
#: "new" is while a record is made, "questioned" while a question on its row is open; what is under "never" is
#: written by the addon's own code alone.
OPEN_FIELDS = """
agency.evaluation
    new
        company_id criteria_set_id department_id year
    draft
        claimed_grade_id date_from date_to is_stated previous_id stated_points user_id
    draft submitted
        approve_by approver_id review_by reviewer_id submit_by
    draft submitted approved
        report_date report_number
    never
        approved_by_id approved_for_id approved_on campaign_id checked_on contributor_ids desk_user_ids edition
        first_approved_by_id first_approved_on former_answerer_ids history_digest name origin_id period_kind
        replaced_date replaced_number reviewed_by_id reviewed_on revision seal seal_token sealed_on signer_name
        signer_title state submitted_by_id submitted_on total_id withdrawn_on
agency.evaluation.line
    new
        evaluation_id
    draft
        improvement is_stated stated_points user_id
    draft questioned
        evidence_ids explanation self_points status
    draft submitted
        reviewer_id
    submitted
        is_reviewed review_note review_points
    never
        answered_by_id criterion_id final_points handed_in_by_id handed_in_on has_points is_heading level parent_id
        points_difference relief_basis relief_id relief_reason review_state revision_changes rule_points sent_back_note
        sequence settlement
agency.evaluation.fact
    new
        evaluation_id indicator_id
    draft
        entry evidence_ids fact_code month_01 month_02 month_03 month_04 month_05 month_06 month_07 month_08
        month_09 month_10 month_11 month_12 note user_id
    never
        handed_in_by_id handed_in_on origin sent_back_note sequence
agency.evaluation.measure
    new
        fact_id period
    draft
        value
    never
        evaluation_id indicator_id
agency.evaluation.evidence
    new
        evaluation_id
    draft
        fact_ids line_ids row_codes
    draft questioned
        attachment_ids confirms_no_secret document_type_id held_elsewhere is_secret issue_date issuer location name
        number register_reference
    never
        review_note review_state reviewed_by_id reviewed_on
agency.evaluation.consent
    never
        evaluation_id given_on user_id
agency.evaluation.section
    new
        evaluation_id template_id
    draft
        body
    never
        filled level sequence
agency.evaluation.finding
    new
        evaluation_id
    draft
        justification
    never
        code details line_id sequence severity severity_rank subject
agency.evaluation.decision
    never
        confirmed_rows decided_on evaluation_id final_points is_own_content new_value number old_value on_behalf_of_id
        reason self_points step user_id
agency.evaluation.question
    never
        answer answered_by_id answered_on answered_points asked_by_id asked_on asked_points closed_by_id closed_on
        evaluation_id line_id number remark state text
agency.evaluation.kept.paper
    never
        attachment_ids edition engine evaluation_id made_on notice paper report_date report_number sha256
agency.evaluation.seal
    never
        digest evaluation_id grade manifest papers papers_digest people
agency.evaluation.signed.copy
    never
        attachment_ids evaluation_id number report_date report_number sha256 signature_state signatures
        uploaded_by_id uploaded_on
agency.evaluation.relief
    draft
        company_id criteria_set_id criterion_ids decision_date decision_number department_ids reason
agency.evaluation.improvement
    new
        line_id
    open
        deadline evidence_ids name reason result user_id
    never
        company_id department_id ended_on evaluation_id state
agency.evaluation.campaign
    new
        company_id
    draft
        after_deadline approve_by criteria_set_id date_from date_to fill_days review_by submit_by
    draft open
        approver_id evaluator_from evaluator_job_id hand_in name quota_base quota_counts_cut quota_effect
        quota_exception_percent quota_percent quota_rounding quota_small_below quota_small_limit quota_source
        quota_text reviewer_id shows_points veto_indicator_ids
    never
        decision_ids publication_ids quota_decided_percent state task_id
agency.evaluation.campaign.unit
    new
        campaign_id department_id
    draft open
        approver_id cluster_id reviewer_id sequence user_id
    never
        approve_by bar company_id excuse excused_on is_chosen is_extended review_by submit_by why_skipped
agency.evaluation.criteria.set
    draft
        code company_id declared_points document_share na_policy name note paper_title report_title
        short_period year
    draft published archived
        retention_years
    never
        previous_set_id state total_points
agency.evaluation.criterion
    draft
        base_points code department_id evidence_required guidance indicator_ids is_bonus job_id max_points
        may_not_apply may_not_apply_reason name number parent_code parent_id sequence set_id
    never
        is_heading level parent_path
agency.evaluation.rule
    draft
        basis criterion_id effect indicator_id is_printed max_times name note operator points sequence step
        threshold
agency.evaluation.indicator
    draft
        aggregate code decimals department_id formula frequency is_required job_id least months most name note
        ratio_part_id ratio_whole_id sequence set_id unit
agency.evaluation.relation
    draft
        name operator part_ids sequence set_id tolerance whole_id
agency.evaluation.grade
    draft
        blocking_indicator_ids floor_percent include_max include_min max_points min_points name note sequence set_id
agency.evaluation.check.setting
    draft
        code set_id severity
agency.evaluation.set.finding
    draft published
        justification
    draft
        set_id
    never
        code criterion_id details row_text sequence severity severity_rank subject
agency.evaluation.section.template
    draft
        body criterion_id level number sequence set_id title
agency.evaluation.intake
    source preview
        code company_id file filename is_shared maximum_column name number_column own_column paper_title pasted
        table_index text_column year
    source preview done
        department_id user_id
    never
        column_names criteria_set_id evaluation_id reading_doubts state table_names
agency.evaluation.intake.line
    new
        place
    source preview
        basis effect fact_code fact_name fact_unit intake_id is_bonus is_guessed is_monthly is_printed is_sure kind
        level max_text max_times name number operator own_text points sequence step threshold
    never
        criterion_id
"""
STATES = {
    *("new", "draft", "submitted", "approved", "cancelled", "questioned"),
    *("published", "archived", "source", "preview", "done", "open"),
}


def read_table(text):
    """Return the states of each field, as a set, by model and name; none for those that are never open."""
    table, model, states = {}, None, frozenset()
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            model = table.setdefault(line, {})
        elif not line.startswith(" " * 8):
            states = frozenset(line.split()) - {"never"}
        else:
            model.update(dict.fromkeys(line.split(), states))
    return table


@tagged("post_install", "-at_install")
class TestOpenFields(SealCase):
    def locked_models(self):
        registry = self.env.registry
        return [self.env[name] for name in registry if is_locked_model(self.env, name)]

    def contents(self, model):
        """Return the fields of a model that its lock is about: stored ones, and those that clients write beside."""
        return {
            name
            for name, field in model._fields.items()
            if name not in MAGIC_COLUMNS and not model._is_free(name) and (field.store or model._open_in(name))
        }

    def test_the_table_names_every_field_with_the_states_in_which_it_is_open(self):
        table = read_table(OPEN_FIELDS)
        models = self.locked_models()
        self.assertEqual({model._name for model in models}, table.keys())
        for model in models:
            with self.subTest(model=model._name):
                found = {name: model._open_in(name) for name in self.contents(model)}
                self.assertEqual(found, table[model._name])
                self.assertLessEqual(set().union(*found.values()), STATES)

    def test_what_the_table_closes_is_refused_in_each_state_even_to_the_superuser(self):
        """Each stored value is written as it stands, so that nothing but the lock can mind."""
        count = 0
        for state in ("draft", "submitted", "approved", "cancelled"):
            evaluation = self.in_state(state)
            for record in self.records_of(evaluation):
                for name, states in read_table(OPEN_FIELDS)[record._name].items():
                    field = record._fields[name]
                    if not field.store or (states - {NEW}) & {state}:
                        continue
                    value = field.convert_to_write(record[name], record)
                    with self.subTest(state=state, model=record._name, field=name):
                        with self.assertRaises(UserError), self.cr.savepoint():
                            record.sudo().write({name: value})
                    count += 1
        self.assertGreater(count, 250)

    def in_state(self, state):
        if state == "draft":
            return self.evaluation
        evaluation = self.evaluation
        if state == "submitted":
            self.submit()
        elif state == "approved":
            self.as_user("approver").action_approve()
        else:
            evaluation = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
            self.as_user("manager", evaluation).action_cancel("Nhập trùng")
        return evaluation

    def records_of(self, evaluation):
        """Return one record of each model that belongs to an evaluation and has some."""
        parts = [
            evaluation.line_ids,
            evaluation.fact_ids,
            evaluation.fact_ids.measure_ids,
            evaluation.evidence_ids,
            evaluation.section_ids,
            evaluation.finding_ids,
            evaluation.decision_ids,
            evaluation._sealing_record(),
        ]
        return [evaluation, *(records[0] for records in parts if records)]
