"""A round: the evaluations of many units, planned, opened, followed and closed together. It uses the rooms above it."""

from . import cluster
from . import unit_tag
from . import campaign
from . import campaign_deadlines
from . import campaign_workflow
from . import campaign_opening
from . import campaign_unit
from . import campaign_unit_progress
from . import campaign_unit_people
from . import campaign_unit_steps
from . import campaign_progress
from . import campaign_unit_making
from . import campaign_unit_reminding
from . import campaign_decision
from . import criteria_set
from . import evaluation
from . import evaluation_people
from . import evaluation_lateness
from . import reminder
from . import reminder_things
from . import reminder_words
from . import res_company
from . import res_config_settings
from . import task
