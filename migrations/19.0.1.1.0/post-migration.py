from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    """Take from roles and menu what the group of readers says now; an upgrade only adds groups."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    reader = env.ref("agency_evaluation.group_reader")
    roles = env["res.groups"].union(
        *(
            env.ref(f"agency_evaluation.group_{role}")
            for role in ("auditor", "evaluator", "reviewer", "approver", "manager")
        )
    )
    roles.write({"implied_ids": [Command.unlink(env.ref("base.group_user").id)], "sequence": False})
    menu = env.ref("agency_evaluation.agency_evaluation_menu_root")
    menu.group_ids = menu.group_ids - roles | reader
