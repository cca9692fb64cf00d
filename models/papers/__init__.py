"""The official PDF of what was approved, kept byte for byte edition by edition. It uses the rooms above it."""

from . import ir_http
from . import kept_paper
from . import evaluation
