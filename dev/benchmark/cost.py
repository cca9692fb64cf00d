"""What a piece of work costs: time of the processors and of the clock, queries, bytes; runs in Odoo's process."""

import gc
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from odoo import sql_db

#: The clock of the processor time of another process, of which Python has no function: clock_getcpuclockid(3).
_CLOCK_OF_PROCESS = 2


@dataclass
class Cost:
    """:ivar cpu: seconds of the processor, Odoo's and PostgreSQL's together; `database` is PostgreSQL's part
    :ivar wall: seconds by the clock
    """

    cpu: float
    database: float
    wall: float
    queries: int
    bytes: int

    def plain(self) -> dict[str, float]:
        return asdict(self)


class Meter:
    """Measures what happens in this process and in the connections that it has to its database."""

    def __init__(self, database: str):
        self.database = database

    def measure(self, work: Callable[[], int | None]) -> Cost:
        """Measure `work`, which returns the number of bytes that a client gets."""
        gc.collect()
        before = self._backends()
        counted = sql_db.sql_counter
        wall, cpu = time.perf_counter(), time.process_time()
        size = work()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        counted = sql_db.sql_counter - counted
        database = sum(spent - before.get(pid, 0.0) for pid, spent in self._backends().items())
        return Cost(cpu + database, database, wall, counted, size or 0)

    def _backends(self) -> dict[int, float]:
        """The processor time that each connection of this process has used so far."""
        with sql_db.db_connect("postgres").cursor() as cr:
            cr.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND application_name LIKE %s",
                [self.database, f"%{os.getpid()}%"],
            )
            pids = [pid for (pid,) in cr.fetchall()]
        spent = {}
        for pid in pids:
            try:
                spent[pid] = time.clock_gettime((~pid << 3) | _CLOCK_OF_PROCESS)
            except OSError:  # it ended, or the server is on another machine
                continue
        return spent
