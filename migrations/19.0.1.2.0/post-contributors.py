#: Who put in what, as far as it is still known: by the tables and columns that name a user.
_KNOWN = (
    "SELECT evaluation_id, user_id FROM agency_evaluation_decision WHERE step = 'submit'",
    "SELECT id, submitted_by_id FROM agency_evaluation",
    "SELECT agency_evaluation_id, res_users_id FROM agency_evaluation_former_answerer_rel",
    "SELECT evaluation_id, answered_by_id FROM agency_evaluation_line",
    "SELECT evaluation_id, answered_by_id FROM agency_evaluation_question",
    "SELECT evaluation_id, create_uid FROM agency_evaluation_measure",
    "SELECT evaluation_id, write_uid FROM agency_evaluation_measure",
    "SELECT evaluation_id, create_uid FROM agency_evaluation_evidence",
    "SELECT evaluation_id, write_uid FROM agency_evaluation_finding WHERE justification IS NOT NULL",
)


def migrate(cr, version):
    """Put on record who put in content until now."""
    cr.execute(
        f"""
        INSERT INTO agency_evaluation_contributor_rel (agency_evaluation_id, res_users_id)
             SELECT known.* FROM ({" UNION ".join(_KNOWN)}) AS known (evaluation, contributor)
              WHERE contributor > 1
        ON CONFLICT DO NOTHING
        """
    )
