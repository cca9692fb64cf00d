"""Documents that prove rows and facts, and their files. It uses lock, agency, sheet, workflow and facts."""

from . import document_type
from . import evidence
from . import consent
from . import evidence_secrecy
from . import evaluation
from . import line
from . import fact
from . import file_dangers
from . import ir_attachment
from . import file_store
from . import file_moves
from . import stored_content
from . import foreign_stores
