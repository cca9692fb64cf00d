"""What ``make test`` does: one module a subject, put together in :mod:`checks.plan`."""
