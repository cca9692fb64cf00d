"""A round: what is due when, who is reminded, how results are ranked and classed.

Nothing here knows a text of the law by itself: shares, borders, days and orders are arguments. What the texts in force
say is written down once, with their articles, in :mod:`.known_texts`, to fill records with.
"""
