"""The development runtime: Odoo 19, its PostgreSQL and the tools, in a user cache.

Nothing in here is needed in production, and nothing in here imports Odoo: it is bootstrapped by
the system's Python with the standard library alone.
"""
