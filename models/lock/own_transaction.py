"""A transaction beside that of the request, or after it."""

from contextlib import contextmanager

from psycopg2.extensions import TRANSACTION_STATUS_IDLE

#: How long it waits for each lock, as PostgreSQL reads it.
PATIENCE = "10s"


@contextmanager
def own_transaction(source, read_committed=False):
    """Open a cursor of its own that waits for no lock longer than :data:`PATIENCE`, and commit what was done with it.

    Somebody may wait for the first connection of a process while its second one waits for him. PostgreSQL does not see
    that this is a circle: without an end to the waiting, nobody would ever go on.

    The cursor of a test goes on in the transaction of the test, which keeps its ways.

    :param source: the registry, or the connection, that opens it
    :param read_committed: whether each statement sees what was committed before it, or while it waited
    :raises LockNotAvailable: in the block, if that was too long; Odoo runs a request again then
    """
    with source.cursor() as cr:
        if cr.connection.info.transaction_status == TRANSACTION_STATUS_IDLE:
            if read_committed:
                cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = %s", [PATIENCE])
            else:
                cr.execute("SET LOCAL lock_timeout = %s", [PATIENCE])
        yield cr
