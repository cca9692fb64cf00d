"""Documents that prove rows and facts, and their files. It uses lock, agency, sheet, workflow and facts."""

from . import document_type
from . import evidence
from . import evaluation
from . import line
from . import fact
from . import ir_attachment
