"""The arithmetic of a scoring sheet: plain Python that knows no Odoo.

Models load records, build the dataclasses of this package, call its functions and store what they return. Nothing
here reads a database, so the rules of a sheet can be read, tested and reused without one.
"""
