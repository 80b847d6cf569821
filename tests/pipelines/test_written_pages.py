"""Pages in the shapes of real sites, their texts invented, through the general rules alone."""

from typing import Any

import pytest
from written_pages import GOLD, PAGES, extracted, parts, wanted

from jiyao.model import Article


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"].removesuffix(".html"))
def test_a_page_gives_its_title_its_day_and_its_text_and_nothing_else(gold: dict[str, Any]) -> None:
    found = extracted((PAGES / gold["file"]).read_bytes())
    assert isinstance(found, Article), found
    assert parts(found) == wanted(gold)
