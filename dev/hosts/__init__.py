"""Servers with workers, and several hosts: they are started, used as browsers use them, and killed.

pytest runs what is here, by the environment of the tests, on a database that a check names.
"""
