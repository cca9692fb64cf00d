"""What was asked for before rounds were there ends in words, and the dialog that it came from leaves nothing behind."""


def migrate(cr, version):
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
