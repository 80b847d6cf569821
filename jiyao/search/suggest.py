"""Suggestions while a person types: names that begin so, whichever script they are written in. Pure.

    suggest("寿", "places")  →  壽陽縣 812, 寿光市 640 …

What is typed and what is suggested are compared folded; the commonest come
first, each as it is most often written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from jiyao.errors import AskedWrongly
from jiyao.search.facets import Counts, most_frequent
from jiyao.search.query import FacetValue, one_of
from jiyao.search.tokens import comparable

Suggested = Literal["people", "bodies", "places", "meeting_names", "titles"]
SUGGESTED: tuple[Suggested, ...] = get_args(Suggested)
#: The field of reports behind each; ``.folded`` holds the forms that are compared.
SUGGEST_FIELDS: Mapping[Suggested, str] = {
    "people": "people",
    "bodies": "body",
    "places": "places",
    "meeting_names": "meeting_name",
    "titles": "titles",
}
MOST = 100
LONGEST = 100

#: Asks an engine, of each value, for the forms with their counts.
AskForms = Callable[[list[str]], Iterable[Counts]]


def prefix_of(text: str, of: str, size: int) -> str:
    """Return what the suggestions begin with, as it is compared; :class:`AskedWrongly` where that cannot be meant."""
    one_of("kind of suggestion", of, SUGGESTED)
    if len(text) > LONGEST:
        raise AskedWrongly(f"{len(text)} characters to go on from", f"Suggestions go on from at most {LONGEST}.")
    if not 1 <= size <= MOST:
        raise AskedWrongly(f"{size} suggestions", f"Ask for 1 to {MOST}.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise AskedWrongly("there is half a surrogate pair, which is no character", "Type it again.")
    return comparable(text).strip()


def suggestions(counts: Counts, ask: AskForms) -> tuple[FacetValue, ...]:
    """Return the values as they are most often written; of equally frequent forms the first by its characters."""
    every_form = ask([value for value, _ in counts]) if counts else ()
    return tuple(
        FacetValue(value, most_frequent(forms) if forms else value, count)
        for (value, count), forms in zip(counts, every_form, strict=True)
    )
