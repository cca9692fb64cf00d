import subprocess

import pytest

from checks import odoo_log
from runtime import databases, odoo


@pytest.fixture
def run_odoo(tmp_path):
    """Run Odoo with addons from the given folders alone; fails the test when Odoo fails."""

    def run(arguments, addons_path, interpreter=None, stdin=""):
        shim = tmp_path / "shim"
        if not shim.exists():
            shim.mkdir()
            name = "agency_evaluation_runtime"
            (shim / name).symlink_to((odoo.addons_dir() / name).resolve())
        configuration = tmp_path / "odoo.conf"
        paths = ",".join(map(str, [*addons_path, shim]))
        configuration.write_text(f"[options]\naddons_path = {paths}\ndata_dir = {odoo.data_dir()}\n")
        done = subprocess.run(
            odoo.command(*arguments, interpreter=interpreter),
            env=odoo.environment() | {"ODOO_RC": str(configuration)},
            capture_output=True,
            text=True,
            input=stdin,
        )
        assert done.returncode == 0, done.stderr
        log = tmp_path / "odoo.log"
        log.write_text(done.stderr)
        assert odoo_log.problems(log, "WARNING", "ERROR", "CRITICAL") == []
        return done.stdout

    return run


@pytest.fixture
def database(request):
    """A fresh database with the addon's dependencies, removed afterwards."""
    odoo.use()
    name = databases.own_name(f"test_{request.node.name}"[:40].lower())
    databases.copy_template(name, demo=False)
    yield name
    databases.drop(name)
