from . import dialog
from . import workflow
from . import review
from . import seal
from . import revision
from . import workbook
