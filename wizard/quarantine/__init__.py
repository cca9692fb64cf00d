from . import take_out
from . import refusal
