from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    """Take from roles and menu what the group of readers says now; an upgrade only adds groups."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    reader = env.ref("agency_evaluation.group_reader")
    internal_user = env.ref("base.group_user")
    roles = env["res.groups"]._agency_evaluation_roles()
    roles.write({"implied_ids": [Command.unlink(internal_user.id)], "sequence": False})
    menu = env.ref("agency_evaluation.agency_evaluation_menu_root")
    menu.group_ids = menu.group_ids - roles | reader
