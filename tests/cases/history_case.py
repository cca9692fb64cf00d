from .query_case import QueryCase

CHANGE = "agency.evaluation.change"


class HistoryCase(QueryCase):
    def entries(self, record=None, fields=()):
        """Return what is kept of a row (the whole evaluation if none is given), the oldest first.

        :param fields: only those of these names
        :return: (row code, field, from, to, login) each
        """
        self.env.cr.flush()
        record = record if record is not None else self.evaluation
        link = "evaluation_id" if record._name == "agency.evaluation" else "line_id"
        found = self.env[CHANGE].search([(link, "=", record.id)], order="id")
        return [
            (entry.line_id.code, entry.field_name, entry.old_value, entry.new_value, entry.user_id.login)
            for entry in found
            if not fields or entry.field_name in fields
        ]

    def forget(self):
        """Let only what comes from now on be found, as at the beginning of a test."""
        self.env.cr.flush()
        self.env.cr.execute("DELETE FROM agency_evaluation_change")
        self.env.invalidate_all()
