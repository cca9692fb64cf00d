"""Databases of earlier versions, kept to test that upgrading leaves what they hold as it was.

``dev/keep`` makes one, ``VERSION.tar.xz`` here is one, and :mod:`checks.upgrade` upgrades each of them.
"""
