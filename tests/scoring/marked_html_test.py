import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup

from scoring.marked_html import fill, marks, placeholders, printed, tidy
from scoring.report_text import BLANK, Values

TEXTS = {"year": "2020", "unit": "Phòng <b>A</b>", "hop": "06", "nop": "10"}


def mark(name, text):
    return f'<span class="o_agency_mark" data-id="{name}">{text}</span>'


def listed(*items, name="shortcomings", tag="ul"):
    return f'<{tag} class="o_agency_mark" data-id="{name}">{"".join(f"<li>{item}</li>" for item in items)}</{tag}>'


@pytest.mark.parametrize("body", [None, False, "", Markup("")])
def test_an_empty_text_stays_empty(body):
    assert placeholders(body) == ([], [])
    assert marks(body) == ([], [])
    assert tidy(body, TEXTS) == fill(body, Values(), Values(TEXTS)) == printed(body, dict) == ""


@pytest.mark.parametrize(
    ("body", "names", "misplaced"),
    [
        ("<p>Năm {{year}}, <b>{{ hop }}</b> cuộc</p>{{nop}}", ["year", "hop", "nop"], []),
        ("<ul><li>{{shortcomings}}</li></ul>", ["shortcomings"], []),
        ("<ol><li><p> {{ directions }} </p></li></ol>", ["directions"], []),
        ("<p>Gồm {{directions}}</p>", ["directions"], ["directions"]),
        ("<p>{{directions}}</p>", ["directions"], ["directions"]),
        ("<ul><li>Gồm {{directions}}</li></ul>", ["directions"], ["directions"]),
        ("<ul><li>{{directions}} và khác</li></ul>", ["directions"], ["directions"]),
        ("<ul><li>{{directions}}<b>!</b></li></ul>", ["directions"], ["directions"]),
        ("<ul><li>{{hop}}</li></ul>", ["hop"], []),
        ("<p>{ {year} } {{</p>", [], []),
    ],
)
def test_placeholders_are_found_and_lists_that_are_no_item_by_themselves(body, names, misplaced):
    assert placeholders(body) == (names, misplaced)


def test_marks_are_read_as_they_stand():
    body = f"<p>Họp {mark('hop', '<b>0</b>6')} cuộc</p>{listed('Chậm', 'Thiếu <i>sổ</i>')}{listed(tag='ol')}"
    assert marks(body) == ([("hop", "06")], [("shortcomings", ["Chậm", "Thiếu sổ"]), ("shortcomings", [])])


@pytest.mark.parametrize(
    "body",
    [
        '<span data-id="hop">06</span>',
        '<span class="o_agency_mark">06</span>',
        '<span class="o_agency_marked" data-id="hop">06</span>',
        '<b class="o_agency_mark" data-id="hop">06</b>',
    ],
)
def test_what_only_looks_like_a_mark_is_none(body):
    assert marks(body) == ([], [])
    assert printed(body, dict) == body


def test_a_placeholder_becomes_a_mark_and_what_never_changes_a_text():
    body = tidy("<p>Năm {{year}} {{unit}} họp {{ hop }} cuộc, {{khac}}.</p>", TEXTS)
    assert isinstance(body, Markup)
    assert body == (
        f"<p>Năm 2020 Phòng &lt;b&gt;A&lt;/b&gt; họp {mark('hop', '06')} cuộc, {{{{khac}}}}.</p>"
    ), "a name is text and never tags, and what stands for nothing stays"


def test_placeholders_stand_where_they_stood():
    assert tidy("{{hop}}/{{nop}}<p>và <b>{{hop}}</b>{{nop}} hồ sơ</p>cuối {{hop}}", TEXTS) == (
        f"{mark('hop', '06')}/{mark('nop', '10')}<p>và <b>{mark('hop', '06')}</b>{mark('nop', '10')} hồ sơ</p>"
        f"cuối {mark('hop', '06')}"
    )


def test_the_placeholder_of_a_list_marks_the_list():
    assert tidy('<ol class="x"><li><p>{{shortcomings}}</p></li></ol>', TEXTS) == (
        f'<ol class="x o_agency_mark" data-id="shortcomings"><li><p>{BLANK}</p></li></ol>'
    )


def test_what_was_typed_at_the_edges_of_a_mark_leaves_it():
    filled = Values({"hop": "06"})
    for typed, expected in (
        ("tới 06 phiên,", f"họp tới {mark('hop', '06')} phiên, cuộc"),
        ("06 phiên", f"họp {mark('hop', '06')} phiên cuộc"),
        ("06", f"họp {mark('hop', '06')} cuộc"),
        ("08", f"họp {mark('hop', '08')} cuộc"),
        ("106", f"họp {mark('hop', '106')} cuộc"),
        ("<b>06</b> phiên", f"họp {mark('hop', '<b>06</b> phiên')} cuộc"),
        (" ", "họp   cuộc"),
    ):
        assert tidy(f"<p>họp {mark('hop', typed)} cuộc</p>", TEXTS, filled) == f"<p>{expected}</p>"


def test_what_was_typed_between_two_marks_stands_between_them():
    body = f"{mark('hop', '06')} và {mark('nop', '(10)')}"
    expected = f"{mark('hop', '06')} và ({mark('nop', '10')})"
    assert tidy(body, TEXTS, Values({"hop": "06", "nop": "10"})) == expected


def test_marks_of_a_new_text_are_left_as_they_are():
    assert tidy(mark("hop", " "), TEXTS) == mark("hop", " ")


def test_marks_are_filled_and_what_was_typed_over_stays():
    filled, now = Values({"hop": "06", "nop": "10"}), Values({"hop": "07", "nop": "12"})
    body = f"<p>{mark('hop', '06')}, {mark('nop', '11')}, {mark('khac', '5')}, {mark('hop', BLANK)} {{{{nop}}}}</p>"
    assert fill(body, filled, now) == (
        f"<p>{mark('hop', '07')}, {mark('nop', '11')}, {mark('khac', '5')}, {mark('hop', '07')} {mark('nop', '12')}</p>"
    )


def test_a_number_stays_in_the_bold_type_that_all_of_it_stands_in():
    filled, now = Values({"hop": "06"}), Values({"hop": "07"})
    assert fill(mark("hop", "<b><i>06</i></b>"), filled, now) == mark("hop", "<b><i>07</i></b>")
    assert fill(mark("hop", "0<b>6</b>"), filled, now) == mark("hop", "07")
    assert fill(mark("hop", "<b>0</b><i>6</i>"), filled, now) == mark("hop", "07")


def test_a_list_follows_its_sources_and_keeps_what_was_written_by_hand():
    filled = Values(lists={"shortcomings": {"a": "Thiếu sổ.", "b": "Nộp chậm.", "c": "Cũ."}})
    now = Values(lists={"shortcomings": {"a": "Thiếu 02 sổ.", "b": "Nộp chậm.", "d": "Mới & lạ."}})
    body = listed("Thiếu sổ.", "<b>Nộp</b> chậm.", "Ý viết thêm.", "Cũ.")
    assert fill(body, filled, now) == listed(
        "Thiếu 02 sổ.", "<b>Nộp</b> chậm.", "Ý viết thêm.", "Mới &amp; lạ."
    )
    assert fill(body, filled, Values()) == body, "a list that stands for nothing is left alone"
    assert fill(listed("Cũ."), filled, Values(lists={"shortcomings": {}})) == listed(BLANK)


def test_a_list_that_nobody_filled_counts_as_filled_now():
    now = Values(lists={"shortcomings": {"a": "Thiếu sổ."}})
    assert fill(listed("Ý viết tay."), Values(), now) == listed("Ý viết tay.")


def test_a_text_is_printed_without_marks_and_with_its_numbers():
    body = (
        f"<p>Đã họp {mark('hop', '<b>5</b>')} cuộc, nộp {{{{nop}}}} &amp; {{{{khac}}}}.</p>"
        '<ul class="o_agency_mark x" data-id="shortcomings"><li>Chậm</li></ul>'
        '<ol class="o_agency_mark" data-id="directions" data-oe-version="2.0"><li>Nhanh<br>hơn</li></ol>'
    )
    text = printed(body, lambda: TEXTS)
    assert isinstance(text, Markup)
    assert text == (
        f"<p>Đã họp <b>5</b> cuộc, nộp 10 &amp; {BLANK}.</p>"
        '<ul class="x"><li>Chậm</li></ul><ol><li>Nhanh<br>hơn</li></ol>'
    )


def test_facts_are_only_asked_for_where_a_placeholder_is_left():
    assert printed(f"<p>{mark('hop', '06')}</p>", lambda: pytest.fail("asked for")) == "<p>06</p>"


@given(st.text(alphabet="ab {}<>&;\N{NO-BREAK SPACE}").filter(lambda text: "{{" not in text))
def test_text_without_placeholders_reads_as_before(text):
    body = printed(tidy(Markup("<p>{}</p>").format(text), {}), dict)
    assert html.fragment_fromstring(body).text_content() == text
