"""How an agency and its units name themselves and did, what it allows and who has a role in it. It uses lock."""

from . import former
from . import identity_change
from . import identity
from . import unit_name
from . import res_company
from . import res_company_identity
from . import working_calendar
from . import hr_department
from . import res_config_settings
from . import ir_http
from . import res_groups
from . import res_users
