from . import dialog
from . import workflow
from . import findings
from . import review
from . import seal
from . import quarantine
from . import revision
from . import workbook
