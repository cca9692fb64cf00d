"""A round: the evaluations of many units, planned, opened, followed and closed together. It uses the rooms above it."""

from . import cluster
from . import unit_tag
from . import campaign
from . import campaign_workflow
from . import campaign_opening
from . import campaign_unit
from . import campaign_unit_progress
from . import campaign_unit_people
from . import campaign_unit_steps
from . import campaign_progress
from . import campaign_quota
from . import campaign_unit_ranking
from . import campaign_ranking
from . import ranking
from . import publication
from . import campaign_publication
from . import campaign_unit_making
from . import campaign_decision
from . import criteria_set
from . import evaluation
from . import evaluation_people
from . import task
