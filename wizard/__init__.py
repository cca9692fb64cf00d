from . import workflow
from . import findings
from . import review
from . import seal
from . import revision
from . import workbook
