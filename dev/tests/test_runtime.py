"""Small parts of the runtime."""

import socket
from pathlib import Path

import pytest

from runtime import apt, databases, odoo, paths
from runtime.console import Problem


def test_a_taken_port_is_not_given():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert odoo.free_port(port) != port


def test_checkouts_of_the_same_name_have_their_own_databases(monkeypatch):
    monkeypatch.setattr(paths, "CHECKOUT", Path("/one/Agency Evaluation"))
    one = databases.own_name("demo")
    monkeypatch.setattr(paths, "CHECKOUT", Path("/two/Agency Evaluation"))
    assert one.startswith("agency_evaluation_")
    assert databases.own_name("demo") != one


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "CHECKOUT", tmp_path)
    (tmp_path / "models").mkdir()
    (tmp_path / "models/line.py").write_text("a")
    (tmp_path / "dev").mkdir()
    return tmp_path


def test_a_changed_added_or_moved_file_is_another_addon(tree):
    digests = {paths.addon_digest()}
    (tree / "models/line.py").write_text("b")
    digests.add(paths.addon_digest())
    (tree / "models/line.py").rename(tree / "models/row.py")
    digests.add(paths.addon_digest())
    (tree / "models/new.py").touch()
    digests.add(paths.addon_digest())
    assert len(digests) == 4


def test_tools_and_caches_are_not_the_addon(tree):
    before = paths.addon_digest()
    (tree / "dev/tool.py").write_text("x")
    (tree / ".git").mkdir()
    (tree / ".git/index").write_text("x")
    (tree / "models/__pycache__").mkdir()
    (tree / "models/__pycache__/line.pyc").write_text("x")
    assert paths.addon_digest() == before


@pytest.mark.parametrize("named", ["/nowhere/odoo-bin", "/tmp"])
def test_an_odoo_bin_that_does_not_run_is_named(monkeypatch, named):
    monkeypatch.setenv("ODOO_BIN", named)
    with pytest.raises(Problem, match=named):
        odoo.existing()


def test_an_existing_odoo_keeps_its_addons(monkeypatch, tmp_path):
    program = tmp_path / "odoo-bin"
    program.touch(mode=0o755)
    monkeypatch.setenv("ODOO_BIN", f"{program} --flag")
    monkeypatch.setenv("ODOO_ADDONS_PATH", "/srv/addons,/srv/more")
    assert odoo.command("server") == [str(program), "--flag", "server"]
    assert odoo.addons_paths()[:2] == ["/srv/addons", "/srv/more"]


@pytest.mark.parametrize(
    ("targets", "mirror"),
    [
        (
            "https://mirror.example/debian-security/ trixie-security\nhttps://mirror.example/debian/ trixie\n",
            "https://mirror.example/debian/",
        ),
        ("http://pool.example/other/ stable-extra\nhttp://pool.example/debian/ sid\n", "http://pool.example/debian/"),
    ],
)
def test_finds_the_debian_mirror_of_the_machine(monkeypatch, targets, mirror):
    monkeypatch.setattr(apt, "output_of", lambda _argv: targets)
    monkeypatch.setattr(apt, "own_codename", lambda: "trixie")
    assert apt.debian_mirror() == mirror


def test_says_so_when_there_is_no_debian_mirror(monkeypatch):
    monkeypatch.setattr(apt, "output_of", lambda _argv: "http://example/security/ trixie-security\n")
    with pytest.raises(Problem, match="name no Debian archive"):
        apt.debian_mirror()


def test_an_ordinary_user_is_told_what_root_should_type(monkeypatch):
    monkeypatch.setattr(apt.os, "geteuid", lambda: 1000)
    with pytest.raises(Problem, match="sudo apt-get install .*chromium"):
        apt.system_install(["chromium"], "Running the tests")
