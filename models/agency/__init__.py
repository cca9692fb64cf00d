"""How an agency names itself, what it allows and who has a role in it. It uses none."""

from . import res_company
from . import res_config_settings
from . import ir_http
from . import res_groups
from . import res_users
