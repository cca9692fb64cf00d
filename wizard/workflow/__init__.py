from . import reason
