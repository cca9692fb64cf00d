def migrate(cr, version):
    """Take the noise of binary rounding from stored numbers; what was approved stays as it was sealed."""
    cr.execute(
        """
        UPDATE agency_evaluation_measure AS measure
           SET value = to_char(value::float8, '9.99999999999999EEEE')::numeric
          FROM agency_evaluation AS evaluation
         WHERE evaluation.id = measure.evaluation_id
           AND evaluation.state != 'approved'
           AND value != to_char(value::float8, '9.99999999999999EEEE')::numeric
        """
    )
