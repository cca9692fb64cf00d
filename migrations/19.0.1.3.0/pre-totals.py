"""Carry the totals of evaluations over, as they are, to rows of their own.

Scripts of earlier versions that come after this one already bring them up to date there. Headings hold sums once they
are approved alone.
"""

_TOTALS = {
    "max_points": "numeric",
    "self_points": "numeric",
    "final_points": "numeric",
    "points_difference": "numeric",
    "leaf_count": "integer",
    "answered_count": "integer",
    "is_reviewed": "boolean",
}


def migrate(cr, version):
    names = ", ".join(_TOTALS)
    columns = ", ".join(f"{name} {kind}" for name, kind in _TOTALS.items())
    cr.execute(
        f"CREATE TABLE agency_evaluation_total (id serial PRIMARY KEY, evaluation_id integer NOT NULL, {columns})"
    )
    cr.execute("ALTER TABLE agency_evaluation ADD COLUMN total_id integer")
    cr.execute(
        f"""
        WITH made AS (
            INSERT INTO agency_evaluation_total (evaluation_id, {names})
                 SELECT id, {names} FROM agency_evaluation ORDER BY id
              RETURNING id, evaluation_id
        )
        UPDATE agency_evaluation evaluation
           SET total_id = made.id
          FROM made
         WHERE evaluation.id = made.evaluation_id
        """
    )
    for name in _TOTALS:
        cr.execute(f"ALTER TABLE agency_evaluation DROP COLUMN {name}")
    cr.execute(
        """
        UPDATE agency_evaluation_line line
           SET status = 'todo', has_points = false, self_points = 0, final_points = 0, points_difference = 0
          FROM agency_evaluation evaluation
         WHERE evaluation.id = line.evaluation_id AND line.is_heading AND evaluation.state != 'approved'
        """
    )
