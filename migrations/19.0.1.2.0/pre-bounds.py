def migrate(cr, version):
    """Let the facts of sets that exist be what they could be: any number with six decimals."""
    cr.execute(
        "ALTER TABLE agency_evaluation_indicator ADD COLUMN decimals integer, ADD COLUMN least varchar,"
        " ADD COLUMN most varchar"
    )
    cr.execute("UPDATE agency_evaluation_indicator SET decimals = 6")
