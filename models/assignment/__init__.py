"""Divisions at work: who answers which row and fact, handing them in, and all that is one's own. It uses round."""

from . import assigned
from . import campaign
from . import line
from . import fact
from . import evidence
from . import evaluation
from . import evaluation_for_user
from . import my_work
from . import my_work_text
