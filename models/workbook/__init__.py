"""Data that leaves as a file and comes back: working copies, imports, the dossier. It uses the rooms before it."""

from . import criterion
from . import indicator
from . import evidence
from . import filled_part
from . import evaluation
from . import evaluation_filled
from . import evaluation_dossier
from . import evaluation_import
from . import line
from . import line_filled
from . import fact
from . import fact_filled
from . import fact_import
