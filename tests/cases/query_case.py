from .common import EvaluationCase


class QueryCase(EvaluationCase):
    """Counts what is asked of the database."""

    def count(self, function):
        """Return the number of queries of `function`, and what it returns, on cold record caches."""
        self.cr.flush()  # what waits for a commit, which a step does not leave to it
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        result = function()
        self.env.flush_all()
        return self.cr.sql_log_count - before, result
