"""Whose turn it is, and how people hear of it. It uses the rooms above it."""

from . import mail_followers
from . import evaluation
from . import evaluation_followers
from . import evaluation_deadlines
from . import evaluation_news
from . import evaluation_shadow
from . import evaluation_crowd
from . import evaluation_situation
from . import line
from . import mail_activity
from . import substitution
from . import res_company
from . import res_groups
from . import res_users
from . import hr_department
from . import hr_employee
from . import hr_version
