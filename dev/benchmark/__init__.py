"""What the operations of the addon cost, measured on a large database: ``make bench``.

What runs in this process (:mod:`.codes`, :mod:`.bases`, :mod:`.runs`, :mod:`.table`, :mod:`.load`) knows the runtime
and not Odoo; what runs in Odoo's (:mod:`.probe` and what it imports) knows Odoo and not the runtime. The code that is
measured may be of another commit, so the product is driven by what any client may call.
"""
