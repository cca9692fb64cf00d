"""What LibreOffice makes of files; it takes a second to start, and next to none for another file."""

import io
import tempfile
from pathlib import Path

from openpyxl import load_workbook

from .score_sheet_case import run


def saved_by_libreoffice(*contents):
    """Return workbooks as LibreOffice saves them, with their formulas computed anew."""
    with tempfile.TemporaryDirectory() as folder:
        sources = [Path(folder, f"{number}.xlsx") for number in range(len(contents))]
        for source, content in zip(sources, contents, strict=True):
            # openpyxl saves formulas without values.
            load_workbook(io.BytesIO(content)).save(source)
        target = Path(folder, "out")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run("soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *map(str, sources))
        return [(target / source.name).read_bytes() for source in sources]
