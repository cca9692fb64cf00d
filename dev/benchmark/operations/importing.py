"""What comes in as a file: a filled working copy, and a sheet that nobody prepared."""

import base64
import io

import openpyxl

from ..operation import Case, Operation

PARSING = "parsing alone (openpyxl)"
COPY, INTAKE = "agency.evaluation.copy.import", "agency.evaluation.intake"


class FromFile(Operation):
    references = (PARSING,)
    cases = (Case(), Case(rows=325), Case(rows=930))
    times = 3

    def refer(self, reference):
        book = openpyxl.load_workbook(io.BytesIO(self.content), read_only=True)
        for sheet in book:
            for row in sheet.iter_rows(values_only=True):
                len(row)
        return 0


class FilledCopy(FromFile):
    """A working copy comes back with ten explanations changed: shown, then taken over."""

    title = "import a filled working copy"

    def prepare(self):
        login, self.evaluation = self.bench.sheet(self.case.rows, 6)
        self.client = self.bench.client(login)
        self.turn = 0
        self.before_each()

    def before_each(self):
        self.turn += 1
        book = openpyxl.load_workbook(
            io.BytesIO(self.client.get(f"/agency_evaluation/{self.evaluation}/working_copy.xlsx"))
        )
        left = 10
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    # explanations are the only texts of which many say the same
                    if left and isinstance(cell.value, str) and cell.value.startswith("Theo hồ sơ"):
                        cell.value, left = f"Theo hồ sơ lần {self.turn}", left - 1
        out = io.BytesIO()
        book.save(out)
        self.content = out.getvalue()

    def run(self):
        values = {"evaluation_id": self.evaluation, "file": base64.b64encode(self.content).decode()}
        (dialog,) = self.client.call(COPY, "create", [values])
        self.client.call(COPY, "action_preview", [dialog])
        self.client.call(COPY, "action_apply", [dialog])
        return self.client.size


class ReadSheet(FromFile):
    """A sheet in Excel is read into rows that a person then checks."""

    title = "read a sheet of another office (Excel)"

    def prepare(self):
        login, evaluation = self.bench.sheet(self.case.rows)
        self.content = self.bench.client(login).get(f"/agency_evaluation/{evaluation}/score_sheet.xlsx")
        self.client = self.bench.client("manager")

    def before_each(self):
        values = {"name": "Bảng chấm điểm", "filename": "bang.xlsx", "file": base64.b64encode(self.content).decode()}
        (self.intake,) = self.client.call(INTAKE, "create", [values])

    def run(self):
        self.client.call(INTAKE, "action_read", [self.intake])
        return self.client.size
