from . import round_creation
