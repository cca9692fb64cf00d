"""What a transaction has to know of itself before it begins anew, and what it keeps then."""

from contextlib import contextmanager

from odoo.tools import SQL


def is_within_savepoint(env):
    """Tell whether a savepoint is open in a transaction that has written nothing so far.

    PostgreSQL does not say so. But a transaction that writes gets a number, and one within a savepoint gets a second
    one; a message to nobody is the least that can be written.
    """
    env.cr.execute("SELECT pg_logical_emit_message(true, 'agency_evaluation', '')")
    [(is_within,)] = env.execute_query(
        SQL("SELECT count(*) > 1 FROM pg_locks WHERE locktype = 'transactionid' AND pid = pg_backend_pid()")
    )
    return is_within


@contextmanager
def keeping_settings(env):
    """Let the settings of this transaction (`SET LOCAL`), such as `statement_timeout`, be those of the one after it."""
    settings = env.execute_query(
        SQL(
            """
            SELECT name, setting
              FROM pg_settings
             WHERE source = 'session' AND context = 'user' AND name NOT LIKE 'transaction\\_%%'
               AND setting IS DISTINCT FROM reset_val
            """
        )
    )
    yield
    for name, setting in settings:
        env.cr.execute(SQL("SELECT set_config(%s, %s, true)", name, setting))
