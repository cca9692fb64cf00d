"""Rich text keeps its own pictures and its links, and fetches nothing from elsewhere."""

import pytest

from scoring.outside_pictures import without_outside


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Đã hoàn thành</p>",
        '<p><img src="/web/image/12"></p>',
        '<p><img src="data:image/png;base64,AAAA"></p>',
        '<p><a href="https://bacgiang.gov.vn">cổng</a></p>',
        '<p style="background: url(/web/image/1)">x</p>',
        '<p style="color: red; margin: 0">data and url of a source</p>',
    ],
)
def test_kept_as_it_is(body):
    assert without_outside(body) == body


@pytest.mark.parametrize(
    ("body", "cleaned"),
    [
        ('<p>a<img src="https://x.vn/1.png" alt="Ảnh">b</p>', "<p>aẢnhb</p>"),
        ('<p><b>a</b><img src="http://x.vn/1.png">b</p>', "<p><b>a</b>b</p>"),
        ('<p><img src="//x.vn/1.png"></p>', "<p></p>"),
        ('<p><img src="/\\x.vn/1.png"></p>', "<p></p>"),
        ('<p><img src=" https://x.vn/1.png"></p>', "<p></p>"),
        ('<p><img src="file:///etc/passwd"></p>', "<p></p>"),
        ('<p><img src="data:image/svg+xml,<svg/>"></p>', "<p></p>"),
        ('<p><img src="/web/image/1" srcset="/web/image/2 2x, https://x.vn/3 3x"></p>',
         '<p><img src="/web/image/1"></p>'),
        ('<table background="https://x.vn/1"><tr><td>a</td></tr></table>', "<table><tr><td>a</td></tr></table>"),
        ('<p style="color:red;background:url(https://x.vn/1)">a</p>', '<p style="color:red">a</p>'),
        ("<p style=\"background:URL( 'http://x.vn/1' )\">a</p>", '<p style="">a</p>'),
        ('<p style="background:u\\72l(https://x.vn/1)">a</p>', '<p style="">a</p>'),
        ('<p style="background:image-set(\'https://x.vn/1\' 1x)">a</p>', '<p style="">a</p>'),
        ('<video src="https://x.vn/1" poster="https://x.vn/2"></video>', "<video></video>"),
    ],
)  # fmt: skip
def test_outside_addresses_go(body, cleaned):
    assert without_outside(body) == cleaned
