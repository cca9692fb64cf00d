from . import controllers
from . import models
from . import report
from . import wizard


def uninstall_hook(env):
    """Take away what the tables leave behind."""
    env.cr.execute("DROP FUNCTION IF EXISTS agency_evaluation_succession_guard() CASCADE")
