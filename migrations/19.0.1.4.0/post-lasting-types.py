from odoo import SUPERUSER_ID, api

_LASTING = ("resolution", "decision", "regulation", "rules", "guidance", "agreement")


def migrate(cr, version):
    """Say of the kinds of documents that came with the addon which stay in force; agencies say it of their own."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in _LASTING:
        kind = env.ref(f"agency_evaluation.document_type_{name}", raise_if_not_found=False)
        if kind:
            kind.is_lasting = True
