"""Looking at many evaluations at once: what counts, read by SQL, and the dashboard. It uses the rooms above it."""

from . import analysis
from . import row_analysis
from . import group_analysis
from . import fact_analysis
from . import document_analysis
from . import decision_analysis
from . import campaign_dashboard
