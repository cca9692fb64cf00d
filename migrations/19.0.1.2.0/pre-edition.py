def migrate(cr, version):
    """Let what was approved count as it did; the rest goes on by the rules of today."""
    cr.execute("ALTER TABLE agency_evaluation ADD COLUMN edition integer")
    cr.execute("UPDATE agency_evaluation SET edition = CASE WHEN state = 'approved' THEN 1 ELSE 2 END")
