import base64

from odoo.tools import file_open

from .common import EvaluationCase
from .pdf_signing import make_certificate, sign

AUTHORITY = "Cơ quan chứng thực thử nghiệm"
SIGNER = "Nguyễn Văn Thử"


def document():
    """Return a real PDF that nobody signed."""
    with file_open("agency_evaluation/demo/documents/396-bc-tnmt-tiep-cong-dan.pdf", "rb") as file:
        return file.read()


class SignedCase(EvaluationCase):
    """An approved evaluation, and a paper of it that was signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.authority = make_certificate(AUTHORITY)
        cls.holder = make_certificate(SIGNER, cls.authority)
        cls.signed = sign(document(), cls.holder)

    def upload(self, content=None, role="evaluator", number="15/BC-TNMT", date="2020-12-15", evaluation=None, **values):
        """Upload a signed copy; return it."""
        evaluation = evaluation or self.evaluation
        encoded = base64.b64encode(self.signed if content is None else content).decode()
        self.as_user(role, evaluation).action_upload_signed_copy(encoded, number=number, date=date, **values)
        self.env.invalidate_all()
        return evaluation.signed_copy_ids[0]
