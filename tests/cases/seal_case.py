from pathlib import Path

from odoo.fields import Command

from .common import PDF
from .facts_case import FactsCase


class SealCase(FactsCase):
    """An evaluation with every kind of part, and files that no other record has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_facts_set("SEALED", sections=["Kết quả"])
        cls.evaluation = cls.make_consistent(cls.criteria_set)
        cls.evaluation.section_ids.body = "<p>Đã hoàn thành</p>"
        cls.evaluation._state_facts({"so_hop": (8, "")})
        cls.evaluation._refresh_findings()
        cls.evaluation.finding_ids.justification = "Một cuộc họp trực tuyến ghi hai lần"
        kind = cls.env["agency.evaluation.document.type"].search([], limit=1)
        evidence = cls.make_evidence(cls, codes=["N.1"], content=cls.content(1), document_type_id=kind.id)
        cls.evidence = evidence.with_env(cls.env)
        cls.file = cls.evidence.attachment_ids

    @staticmethod
    def content(number):
        """Return a PDF that is in no other test: the file store keeps equal contents once."""
        return PDF + b"%% sealed %d\n" % number

    def sql(self, query, **values):
        """Change the database behind the back of the addon."""
        self.env.flush_all()
        self.cr.execute(query, values)  # pylint: disable=sql-injection; the tests write every query out
        self.env.invalidate_all()

    def differences(self):
        return self.evaluation._seal_differences()

    def path_of(self, file):
        return Path(file._full_path(file.store_fname))

    def change_on_disk(self, file, content):
        """Change what the file store holds of a file, or take it away for None; put it back after the test."""
        path = self.path_of(file)
        self.addCleanup(path.write_bytes, path.read_bytes())
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)

    def make_files(self, evaluation, count, first):
        """Attach `count` files to one new document of a draft."""
        files = self.env["ir.attachment"].create(
            [
                {
                    "name": f"{number}.pdf",
                    "raw": self.content(first + number),
                    "res_model": "agency.evaluation.evidence",
                    "res_id": 0,
                }
                for number in range(count)
            ]
        )
        self.env["agency.evaluation.evidence"].create(
            {
                "evaluation_id": evaluation.id,
                "name": f"{count} files",
                "attachment_ids": [Command.set(files.ids)],
                "line_ids": [Command.link(evaluation.line_ids[1].id)],
            }
        )
        return files
