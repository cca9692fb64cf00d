"""Files that strangers made, read as plain values with bounded memory and time, without Odoo.

Nothing here imports Odoo; models call it and turn what it refuses into messages.
"""
