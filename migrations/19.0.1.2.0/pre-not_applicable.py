def migrate(cr, version):
    """Let every row of a published set be what it was: a bonus is earned or not, any other may not apply."""
    cr.execute("ALTER TABLE agency_evaluation_criterion ADD COLUMN may_not_apply boolean")
    cr.execute("UPDATE agency_evaluation_criterion SET may_not_apply = NOT COALESCE(is_bonus, false)")
