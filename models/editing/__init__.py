"""Two people on one sheet: what the other changed meanwhile is asked about, not overwritten, and shown where it is open.

It uses lock, sheet, facts, evidence, sections and history.
"""

from . import shared_record
from . import part
from . import evaluation
from . import line
from . import fact
from . import live
from . import ir_websocket
