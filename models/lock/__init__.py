"""What a record of a state leaves open, for whatever client; every other room stands on it, and it uses none."""

from . import door
from . import lock
from . import gate
from . import beside
from . import imports
from . import part_lists
from . import texts
from . import part
from . import register
from . import res_device_log
from . import set_part
from . import ir_attachment
from . import mail_thread
from . import mail_gateway
from . import mail_message
from . import mail_tracking_value
