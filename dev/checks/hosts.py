"""Servers with workers, and several hosts: what runs in more than one process, used as browsers use it."""

from . import pytest_runs


def workers(database: str) -> int:
    """Serve ``database`` with workers behind a proxy, and hear over a websocket what another user saves."""
    return _run(database, "workers")


def cluster(database: str) -> int:
    """Serve ``database`` by two hosts and a replica of their own; both have their turn to be killed."""
    return _run(database, "cluster")


def _run(database: str, name: str) -> int:
    return pytest_runs.run(f"dev/hosts/test_{name}.py", name, variables={"AGENCY_EVALUATION_DATABASE": database})
