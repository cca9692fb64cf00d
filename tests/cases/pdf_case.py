import base64

from ..reading.signed_pdfs import AUTHORITY, SIGNER, document, make_certificate, sign
from .common import EvaluationCase


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
