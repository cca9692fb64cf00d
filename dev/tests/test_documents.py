"""What docs/development.md prints of the code."""

import pytest

from checks import documents
from checks.runner import CheckFailed

EMPTY = "# Title\n\nBefore.\n\n<!-- printed: steps -->\n<!-- end: steps -->\n\nAfter.\n"


@pytest.fixture
def document(tmp_path, monkeypatch):
    """A document with an empty section, in place of the one of this checkout."""
    path = tmp_path / "development.md"
    path.write_text(EMPTY, encoding="utf-8")
    monkeypatch.setattr(documents, "DOCUMENT", path)
    return path


def test_prints_the_steps_and_leaves_the_rest(document):
    documents.write()
    text = document.read_text(encoding="utf-8")
    assert text.startswith("# Title\n\nBefore.\n\n<!-- printed: steps -->\n\n| step | role |")
    assert text.endswith("|\n\n<!-- end: steps -->\n\nAfter.\n")
    assert "| `return` | reviewer, approver | submitted | draft |" in text


def test_printing_twice_changes_nothing(document):
    documents.write()
    text = document.read_text(encoding="utf-8")
    documents.write()
    assert document.read_text(encoding="utf-8") == text


def test_a_table_that_is_out_of_date_is_found(document):
    documents.write()
    assert documents.check() == 0
    document.write_text(document.read_text(encoding="utf-8").replace("reviewer, approver", "reviewer"))
    with pytest.raises(CheckFailed, match="make docs"):
        documents.check()


def test_a_section_that_is_gone_is_found(document):
    document.write_text("# Title\n")
    with pytest.raises(CheckFailed, match="0 sections"):
        documents.check()
