"""What proves: the dossier, and the verification of what was approved."""

import io
import zipfile

from ..operation import EVALUATION, Operation

ZIP = "zipfile alone"


class Dossier(Operation):
    """The ZIP with the papers and all documents; the reference packs the same files."""

    title = "dossier (ZIP)"
    references = (ZIP,)
    times = 3

    def prepare(self):
        self.evaluation = self.bench.noted["approved"]
        self.client = self.bench.client("manager")
        self.run()

    def run(self):
        content = self.client.get(f"/agency_evaluation/{self.evaluation}/dossier.zip")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        return self.client.size

    def refer(self, reference):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files.items():
                archive.writestr(name, content)
        return len(out.getvalue())


class Verify(Operation):
    """What is there is compared with what was sealed."""

    title = "verify"
    times = 5

    def prepare(self):
        self.client = self.bench.client("auditor")

    def run(self):
        self.client.call(EVALUATION, "action_verify", [self.bench.noted["approved"]])
        return self.client.size
