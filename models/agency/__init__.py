"""How an agency names itself and what it allows, in its settings. It uses evidence."""

from . import res_company
from . import res_config_settings
from . import ir_actions_report
