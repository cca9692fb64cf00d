"""Keeping files and accounts safe: the periodic check, the second store, who read what. It uses the rooms above it."""

from . import second_store
from . import file_trouble
from . import file_check
from . import access_log
from . import res_users

from . import ir_attachment_content
