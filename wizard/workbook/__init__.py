from . import copy_import
