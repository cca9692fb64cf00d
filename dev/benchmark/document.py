"""docs/benchmark.md: what it says around the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runtime.paths import CHECKOUT

from . import machine, table
from .codes import Code
from .runs import Measured

PATH = CHECKOUT / "docs" / "benchmark.md"
_TEXT = """\
# What it costs

Printed by `make bench` on {date}, on {machine}. Load average, last minute and last five: {begun} when it began, {ended}
when it ended. Measured: {codes}.

The database has 1 000 units with an evaluation of a year, 60 of them with three more years: 93 rows, 60 facts, ten
documents and 17 sections each, in all states, multiplied from records that the product made of the demo's sheet. A base
of 10 or 100 has so many. Sheets of 325 and 930 rows are that sheet with its groups repeated. What a client sends goes
through Odoo's web server in one process, in turn for each code: the median of several times, the first one apart. CPU
is the time of the processors, Odoo's and PostgreSQL's together; "times" compares it with that of the reference, in the
same run. Milliseconds of two runs, or of two machines, do not compare; ratios and queries do.

## Operations

{operations}

## Growth

The exponent by which cost grows with size: 0 where it stays the same, 1 where it is in proportion.

{exponents}
"""
_LOAD = """
## Under load

{users} users, {pause} s between two scores, through the real server with {workers} workers, each code for {seconds} s:
{own} on sheets of their own, which they submit and have returned, and {shared} on one sheet. A write is lost if the
server acknowledged it and the row does not hold it afterwards. "Times" compares with `read(['state'])` by another user
meanwhile.

{table}
"""


@dataclass(frozen=True)
class Begun:
    """How it was when the run began."""

    load: str


def begin() -> Begun:
    return Begun(machine.load())


def write(
    codes: Sequence[Code], results: Sequence[Measured], under_load: Mapping[str, Mapping[str, object]], begun: Begun
) -> str:
    """Return the document."""
    labels = [code.label for code in codes]
    text = _TEXT.format(
        date=machine.today(),
        machine=machine.describe(),
        begun=begun.load,
        ended=machine.load(),
        codes=", ".join(f"{code.label} = {code.commit()}" for code in codes),
        operations=table.operations(results, labels),
        exponents=table.exponents(results, labels),
    )
    if under_load:
        from . import load

        text += _LOAD.format(
            users=load.OWN + load.SHARED,
            own=load.OWN,
            shared=load.SHARED,
            pause=load.PAUSE,
            workers=load.WORKERS,
            seconds=load.last_seconds(),
            table=table.load(under_load),
        )
    return text
