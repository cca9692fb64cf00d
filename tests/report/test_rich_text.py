from odoo.tests import BaseCase, tagged

from odoo.addons.agency_evaluation.report.rich_text import Paragraph, Run, Table, parse


def shape(block):
    """Return a block in short: its text with the form of its runs, or its cells."""
    if isinstance(block, Table):
        return [[" / ".join(paragraph.text for paragraph in cell) for cell in row] for row in block.rows]
    return " ".join(filter(None, [block.depth * ">", block.marker, str(block.text)]))


@tagged("post_install", "-at_install")
class TestRichText(BaseCase):
    def assertBlocks(self, html, *expected):
        self.assertEqual([shape(block) for block in parse(html)], list(expected))

    def test_paragraphs(self):
        self.assertBlocks("")
        self.assertBlocks("   ")
        self.assertBlocks("<p><br></p><div>&nbsp;</div>")
        self.assertBlocks("chữ trần", "chữ trần")
        self.assertBlocks("<p>một</p>\n<p> hai\n  ba </p>đuôi", "một", "hai ba", "đuôi")
        self.assertBlocks("<div>một<div>hai</div>ba</div>", "một", "hai", "ba")
        self.assertBlocks("<p>một<br> hai<br></p>", "một\nhai")
        self.assertBlocks("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c")

    def test_forms(self):
        (block,) = parse("<p>a<strong>b<em>c</em></strong> <u>d</u><b>e</b></p>")
        self.assertEqual(
            block.runs,
            (
                Run("a"),
                Run("b", bold=True),
                Run("c", bold=True, italic=True),
                Run(" "),
                Run("d", underline=True),
                Run("e", bold=True),
            ),
        )
        self.assertEqual(block.html, "a<strong>b</strong><strong><em>c</em></strong> <u>d</u><strong>e</strong>")
        self.assertTrue(parse("<h2>Tiêu đề</h2>")[0].runs[0].bold)

    def test_what_is_written_is_never_markup(self):
        (block,) = parse("<p>&lt;script&gt;alert(1)&lt;/script&gt; <strong>&lt;b&gt;</strong><br>x</p>")
        self.assertEqual(block.html, "&lt;script&gt;alert(1)&lt;/script&gt; <strong>&lt;b&gt;</strong><br/>x")

    def test_lists(self):
        self.assertBlocks("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "> - a", "> - b", "> c")
        self.assertBlocks(
            "<ol><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ol>e",
            "> 1. a",
            ">> + b",
            ">>> 1. c",
            "> 2. d",
            "e",
        )
        self.assertBlocks("<ol><li><ol><li>a</li><li>b</li></ol></li></ol>", ">> a) a", ">> b) b")

    def test_tables(self):
        self.assertBlocks(
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1<p>2</p></td></tr></tbody></table>sau",
            [["A", "B"], ["1 / 2", ""]],
            "sau",
        )
        (table,) = parse("<table><tr><th>A</th></tr><tr><td>1</td></tr></table>")
        self.assertEqual(table.heading_rows, 1)
        self.assertEqual(parse("<table></table>"), ())
        (table,) = parse("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>")
        self.assertEqual(shape(table), [["a / b"]])

    def test_nothing_is_taken_from_elsewhere(self):
        self.assertBlocks(
            '<p>a<img src="file:///etc/passwd" alt="x"/><script>x</script><style>x</style><!-- x --><iframe>x</iframe>'
            '<object data="http://x">x</object>b</p>',
            "ab",
        )

    def test_a_paragraph_is_plain_data(self):
        self.assertEqual(parse("<p>a</p>"), (Paragraph((Run("a"),)),))
