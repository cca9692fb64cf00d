"""What was approved, kept and compared byte for byte, and the signed paper beside it. It uses the rooms above it."""

from . import seal
from . import evaluation_manifest
from . import evaluation_files
from . import evaluation_papers
from . import evaluation
from . import evaluation_history
from . import evaluation_public
from . import evaluation_difference
from . import evaluation_signing
from . import evaluation_late_fields
from . import signed_copy
from . import ir_attachment
from . import res_company
from . import visit
from . import page_comparison
