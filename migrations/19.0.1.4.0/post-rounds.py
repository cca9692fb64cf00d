"""What was asked for before rounds were there ends in words, and the dialog that it came from leaves nothing behind."""

#: Rules are no longer cared for once they are there, so that nothing else removes this one.
_RULE = "agency_evaluation_round_creation_rule_own"


def migrate(cr, version):
    cr.execute(
        """
        WITH known AS (
            DELETE FROM ir_model_data WHERE module = 'agency_evaluation' AND name = %s RETURNING res_id
        )
        DELETE FROM ir_rule USING known WHERE ir_rule.id = known.res_id
        """,
        [_RULE],
    )
    cr.execute("DROP TABLE IF EXISTS agency_evaluation_round_creation_hr_department_rel")
    cr.execute("DROP TABLE IF EXISTS agency_evaluation_round_creation CASCADE")
    cr.execute(
        """
        UPDATE agency_evaluation_task
           SET state = 'failed', ended_on = now() AT TIME ZONE 'UTC',
               error = 'Việc này dừng lại khi nâng cấp; hãy lập một đợt đánh giá cho các đơn vị còn thiếu.'
         WHERE kind = 'create' AND state IN ('waiting', 'running')
        """
    )
