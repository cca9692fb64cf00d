"""The rooms of the models, in the order in which they build on each other.

A room uses those above it. Where several rooms extend one method, `super()` leads from the last one imported to the
first: what a later room adds happens around what the earlier ones do.
"""

from . import lock
from . import agency
from . import criteria
from . import sheet
from . import workflow
from . import relief
from . import facts
from . import evidence
from . import sections
from . import findings
from . import review
from . import history
from . import desks
from . import seal
from . import keeping
from . import quarantine
from . import papers
from . import revision
from . import succession
from . import editing
from . import opening
from . import workbook
from . import intake
from . import background
from . import round
from . import assignment
from . import next_year
from . import improvement
from . import analysis
from . import events
