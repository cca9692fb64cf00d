"""Several people on one sheet: what others change is shown and asked about. It uses all rooms up to history."""

from . import shared_record
from . import part
from . import evaluation
from . import line
from . import fact
from . import live
from . import kept_paper
from . import ir_websocket
