"""The operations that are measured, by the names that ``ONLY=`` takes."""

from . import creating, importing, lists, opening, papers, proofs, ranking, saving, steps, sums

OPERATIONS = {
    "save": (saving.Save,),
    "open": (opening.Open, opening.OpenTabs),
    "create": (creating.CreateOne,),
    "sum": (sums.SumOne, sums.SumMany),
    "lists": (lists.Evaluations, lists.Rows, lists.OwnRows, lists.Desk),
    "steps": (steps.Submit, steps.Return, steps.Approve),
    "papers": (papers.Print, papers.PrintMany, papers.Word, papers.Excel),
    "dossier": (proofs.Dossier,),
    "verify": (proofs.Verify,),
    "import": (importing.FilledCopy, importing.ReadSheet),
    "round": (creating.Round,),
    "rank": (ranking.Rank,),
}
