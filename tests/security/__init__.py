from . import test_access
from . import test_access_matrix
from . import test_access_steps
from . import test_dialogs
from . import test_junk
from . import test_mail_gateway
from . import test_roles
from . import test_rpc
