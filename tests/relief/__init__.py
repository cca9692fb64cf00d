from . import test_relief
