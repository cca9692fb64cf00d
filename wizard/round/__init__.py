from . import round_step
from . import round_units
