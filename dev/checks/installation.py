"""Does the addon install, upgrade and uninstall cleanly?"""

from pathlib import Path

from runtime import databases, odoo
from runtime.paths import ADDON

from . import odoo_log
from .runner import CheckFailed, execute, shortened


def install(database: str, *, demo: bool) -> int:
    """Install the addon in a fresh database; nothing in the log may be a warning or worse."""
    databases.copy_template(database, demo)
    clean_run(
        f"install-{database}", "server", f"--database={database}", f"--init={ADDON}", "--no-http", "--stop-after-init"
    )
    return 0


def reinstall(database: str) -> int:
    """Uninstall the addon from a database with demo data, see that nothing of ours is left, and install it again."""
    clean_run("uninstall", "module", "uninstall", "--database", database, ADDON)
    template = databases.template(demo=True)
    with databases.undisturbed(template):
        before = _inventory(template)
    left = sorted(_inventory(database) - before)
    if left:
        raise CheckFailed(shortened(["Uninstalling leaves behind:", *left]))
    clean_run("reinstall", "module", "install", "--database", database, ADDON)
    return 0


def clean_run(name: str, *arguments: str, interpreter: Path | None = None) -> None:
    """Run Odoo, its output in the log ``name``.

    :param interpreter: the Python to run it with, instead of its environment's
    :raise CheckFailed: when the log has a warning or worse, or Odoo fails
    """
    code, log = execute(odoo.command(*arguments, interpreter=interpreter), name, env=odoo.environment())
    found = odoo_log.problems(log, "WARNING", "ERROR", "CRITICAL")
    if code and not found:
        found = [*log.read_text(errors="replace").splitlines()[-30:], f"exit code {code}"]
    if found:
        raise CheckFailed(f"{shortened(chr(10).join(found).splitlines())}\nThe whole log: {log}")


#: What to list of a database, as (kind, query for names). Rows that belong to a record are listed
#: by its model, for the addon's demo data touch records of other modules too.
_INVENTORY = {
    "column": "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'",
    "external id": f"SELECT name FROM ir_model_data WHERE module = '{ADDON}'",
    "attachment": "SELECT res_model || ' ' || name FROM ir_attachment WHERE res_model LIKE 'agency.%'",
    "message": "SELECT DISTINCT model FROM mail_message WHERE model LIKE 'agency.%'",
    "follower": "SELECT DISTINCT res_model FROM mail_followers WHERE res_model LIKE 'agency.%'",
    "activity": "SELECT DISTINCT res_model FROM mail_activity WHERE res_model LIKE 'agency.%'",
    "model": "SELECT model FROM ir_model",
    "field": "SELECT model || '.' || name FROM ir_model_fields",
    "parameter": "SELECT key FROM ir_config_parameter",
    "default": "SELECT f.model || '.' || f.name FROM ir_default JOIN ir_model_fields f ON f.id = field_id",
    # named alike at times, so told apart by their number
    "activity type": "SELECT concat_ws(' ', name->>'en_US', id) FROM mail_activity_type",
    "group": "SELECT concat_ws(' ', name->>'en_US', id) FROM res_groups",
    "privilege": "SELECT concat_ws(' ', name->>'en_US', id) FROM res_groups_privilege",
    "category": "SELECT concat_ws(' ', name->>'en_US', id) FROM ir_module_category",
    "access": "SELECT concat_ws(' ', name, id) FROM ir_model_access",
    "rule": "SELECT concat_ws(' ', name, id) FROM ir_rule",
    "action": "SELECT concat_ws(' ', name->>'en_US', id) FROM ir_actions",
    "scheduled action": "SELECT concat_ws(' ', cron_name, id) FROM ir_cron",
    "view": "SELECT concat_ws(' ', name, id) FROM ir_ui_view",
    "menu": "SELECT concat_ws(' ', name->>'en_US', id) FROM ir_ui_menu",
    "sequence": "SELECT concat_ws(' ', name, id) FROM ir_sequence",
    "message subtype": "SELECT concat_ws(' ', name->>'en_US', id) FROM mail_message_subtype",
}


def _inventory(database: str) -> set[str]:
    """The names of what the database has, each with its kind."""
    query = " UNION ALL ".join(
        f"SELECT '{kind}: ' || named FROM ({names}) AS listed(named)" for kind, names in _INVENTORY.items()
    )
    return {row[0] for row in databases.sql(query, database)}
