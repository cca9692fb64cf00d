from . import verification
from . import signed_upload
