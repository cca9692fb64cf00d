"""Intake: recognise a scoring sheet that nobody prepared, from the plain cells of a table.

Nothing here reads files; :mod:`.recognition` is where to start. Every guess is reported as a doubt, for a person to
settle.
"""
