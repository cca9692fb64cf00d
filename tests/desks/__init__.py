from . import test_desks
from . import test_news
