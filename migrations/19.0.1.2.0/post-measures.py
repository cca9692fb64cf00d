from odoo.addons.agency_evaluation.scoring.periods import months_of


def migrate(cr, version):
    """Date the months of periods that reach into another year: they all stood in the year of the evaluation."""
    cr.execute(
        """
        SELECT measure.id, measure.period, evaluation.date_from, evaluation.date_to
          FROM agency_evaluation_measure measure
          JOIN agency_evaluation evaluation ON evaluation.id = measure.evaluation_id
         WHERE evaluation.edition > 1
           AND measure.period IS NOT NULL
           AND (EXTRACT(YEAR FROM evaluation.date_from) != evaluation.year
                OR EXTRACT(YEAR FROM evaluation.date_to) != evaluation.year)
        """
    )
    for measure, day, first, last in cr.fetchall():
        month = months_of((first, last)).get(day.month, day)
        if month != day:
            cr.execute("UPDATE agency_evaluation_measure SET period = %s WHERE id = %s", (month, measure))
