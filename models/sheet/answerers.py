from odoo.tools import SQL


def answerers(env):
    """Return who answers new rows or facts by what their criteria set says, as joins and as a value.

    Both are about `row`, a table with the columns `department_id` and `job_id` of the criterion or fact, and `unit_id`,
    the unit that is evaluated. A position is one in the division that is named, else in the unit. Whether who is found
    may answer is asked afterwards, for it may change any day.

    :return: the joins and the id of the user, as two :class:`SQL`
    """
    # sudo: hr.employee - who answers for a division does not depend on who makes the evaluation
    employees = env["hr.employee"].sudo()
    # Whatever `active_test` says in the context of a client.
    query = employees._search([("user_id", "!=", False), ("active", "=", True), ("job_id", "!=", False)])
    columns = (employees._field_to_sql(query.table, name, query) for name in ("id", "user_id", "job_id"))
    holders = query.select(*columns, employees._field_to_sql(query.table, "department_id", query))
    return SQL(_JOINS, holders=holders), SQL(
        "CASE WHEN row.job_id IS NOT NULL THEN holder.user_id ELSE COALESCE(named.id, head.user_id) END"
    )


_JOINS = """
    LEFT JOIN hr_department division ON division.id = row.department_id
    LEFT JOIN res_users named ON named.id = division.agency_answerer_id AND named.active
    LEFT JOIN hr_employee head ON head.id = division.manager_id AND head.active
    LEFT JOIN LATERAL (
         SELECT found.user_id
           FROM (%(holders)s) AS found (id, user_id, job_id, department_id)
          WHERE found.job_id = row.job_id AND found.department_id = COALESCE(row.department_id, row.unit_id)
       ORDER BY found.id
          LIMIT 1
    ) holder ON row.job_id IS NOT NULL
"""
