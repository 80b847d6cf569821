from hypothesis import given
from hypothesis import strategies as st
from invented_reports import invented_reports

from jiyao.marks import marks, stretches
from jiyao.model import Article
from pipelines.flow import understand


def test_the_stretches_are_the_text_and_every_mark_is_over_its_own() -> None:
    for report in invented_reports():
        pieces = stretches(report)
        assert "".join(text for text, _ in pieces) == report.text
        at = 0
        for text, over in pieces:
            assert all(mark.start <= at and at + len(text) <= mark.end for mark in over)
            at += len(text)
        covered = sum(len(text) for text, over in pieces if over)
        assert covered == len({at for mark in marks(report) for at in range(mark.start, mark.end)})


def test_a_mark_says_what_was_read_and_by_which_rule() -> None:
    report = understand(Article("", "", "3月5日，寿阳县召开常务会议。县长王建国主持会议。"), None)
    found = {mark.kind: mark for mark in marks(report)}
    assert found["person"].fact == "王建国"
    assert found["person"].rule
    assert report.text[found["place"].start : found["place"].end] == "寿阳县"


@given(st.text(max_size=200))
def test_any_text_is_cut_without_loss(text: str) -> None:
    report = understand(Article("", "", text), None)
    assert "".join(piece for piece, _ in stretches(report)) == report.text
