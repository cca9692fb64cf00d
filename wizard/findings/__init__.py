from . import justification
