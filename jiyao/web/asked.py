"""What an address of the search page asks, and the addresses of the states beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from index_mappings import IndexName
from jiyao.api.parameters import Conditions, Order, ReportConditions, SearchParameters, read_parameters
from jiyao.errors import AskedWrongly
from jiyao.search import SearchQuery
from jiyao.search.rewording import apart, with_fewer

SIZE = 20
#: Values of a facet, at first and after a click on more.
FEW_VALUES, MANY_VALUES = 8, 100
#: The facets of the page, in the order of the page, with the parameter that narrows by a value of each.
FACETS = {
    "people": "person",
    "titles": "title",
    "body": "body",
    "places": "place",
    "kind": "kind",
    "level": "level",
    "source": "source",
    "script": "script",
}
#: What the page is asked besides: its order, where it begins, how long its facets are. Its size and facets are its own.
_PAGE = (*ReportConditions.model_fields, *Order.model_fields, "offset", "facet_size")

_MOST_PARTS = 12

PATHS: dict[IndexName, str] = {"reports": "/", "attendances": "/attendances", "statements": "/statements"}
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that was chosen: the parameter, its value, and the address without it."""

    parameter: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of an address that say something, in their order, and what they come to."""

    of: IndexName
    pairs: Pairs
    parameters: SearchParameters

    @property
    def query(self) -> SearchQuery:
        """The search of the page, with its facets."""
        facets = (*FACETS, "year", "month")
        values = self.parameters.facet_size if self.sizes_facets else FEW_VALUES
        return replace(self.parameters.query(self.of), facets=facets, size=SIZE, facet_size=values)

    @property
    def sizes_facets(self) -> bool:
        """Whether the address says how many values a facet shows."""
        return any(name == "facet_size" for name, _ in self.pairs)

    @property
    def path(self) -> str:
        """Where searches of this kind of thing are."""
        return PATHS[self.of]

    def kinds(self) -> list[tuple[IndexName, str]]:
        """Return the kinds of thing that the page searches, each with the address of what of the question it has."""
        return [(of, path + "?" + urlencode(self._asked_of(of))) for of, path in PATHS.items()]

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked at all: without, the page shows the latest meetings."""
        return any(name not in ("sort", "offset", "facet_size") for name, _ in self.pairs)

    def chips(self) -> list[Chip]:
        """Return the chosen conditions that can be taken away."""
        chosen = filter(_narrows, self.pairs)
        return [Chip(*pair, self._address(one for one in self._first_page() if one != pair)) for pair in chosen]

    def with_less(self) -> list[tuple[Chip, SearchQuery]]:
        """Return each part of the question that can be left out, with the search without it, which only counts."""
        parts = [pair for pair in self.pairs if pair[0] == "q" or _narrows(pair)][:_MOST_PARTS]
        left: list[tuple[tuple[str, str], Pairs]] = []
        if len(parts) > 1:
            left = [(pair, tuple(one for one in self._first_page() if one != pair)) for pair in parts]
        words = self.parameters.q
        left += [(("q", part), self._with_words(rest)) for part, rest in with_fewer(words)]
        return [(Chip(*pair, self._address(rest)), self._counting(rest)) for pair, rest in left]

    def apart(self) -> Iterator[tuple[str, str, SearchQuery]]:
        """Yield one long word of the question as two, each with the address of that search, and it, only counting."""
        for words in apart(self.parameters.q):
            pairs = self._with_words(words)
            yield words, self._address(pairs), self._counting(pairs)

    def _with_words(self, words: str) -> Pairs:
        return tuple(("q", words) if pair[0] == "q" else pair for pair in self._first_page())

    def _counting(self, pairs: Pairs) -> SearchQuery:
        return replace(read_parameters(pairs).query(self.of), size=0)

    def has(self, parameter: str, value: str) -> bool:
        """Return whether the parameter has that value."""
        return (parameter, value) in self.pairs

    def toggled(self, parameter: str, value: str) -> str:
        """Return the address with the condition, or without where it is chosen."""
        pair = (parameter, value)
        if pair in self.pairs:
            return self._address(one for one in self._first_page() if one != pair)
        return self._address((*self._first_page(), pair))

    def between(self, first: date, last: date) -> str:
        """Return the address of the same search among meetings of those days."""
        others = [one for one in self._first_page() if one[0] not in ("held_from", "held_to")]
        return self._address([*others, ("held_from", first.isoformat()), ("held_to", last.isoformat())])

    def page(self, offset: int) -> str:
        """Return the address of the page that begins behind so many hits."""
        return self._address((*self._first_page(), ("offset", str(offset))) if offset else self._first_page())

    def with_facets(self, *, long: bool) -> str:
        """Return the address of the same page with long facets, or with short ones."""
        others = [pair for pair in self.pairs if pair[0] != "facet_size"]
        return self._address([*others, ("facet_size", str(MANY_VALUES))] if long else others)

    def hidden(self, shown: Iterable[str]) -> Pairs:
        """Return what a form must carry along, its own fields ``shown`` aside."""
        return tuple(pair for pair in self._first_page() if pair[0] not in set(shown))

    def as_parameters(self) -> str:
        """Return what must hold as parameters of the API: a feed and an export take no more."""
        return urlencode([pair for pair in self.pairs if pair[0] in ReportConditions.model_fields])

    def _asked_of(self, of: IndexName) -> Pairs:
        of_reports = () if of == "reports" else set(ReportConditions.model_fields) - set(Conditions.model_fields)
        return tuple(pair for pair in self._first_page() if pair[0] not in of_reports)

    def _first_page(self) -> Pairs:
        return tuple(pair for pair in self.pairs if pair[0] != "offset")

    def _address(self, pairs: Iterable[tuple[str, str]]) -> str:
        return self.path + "?" + urlencode(list(pairs))


def asked(pairs: Iterable[tuple[str, str]], of: IndexName = "reports") -> Asked:
    """Return what the parameters ask; :class:`~jiyao.errors.AskedWrongly` as for the API. Empty ones say nothing."""
    given = [(name, value) for name, value in pairs if value.strip()]
    parameters = read_parameters(given)
    for name, _ in given:
        if name not in _PAGE:
            raise AskedWrongly(f"{name!r} has no part in a page", "Leave it out; it is asked of /v1/reports.")
    flags = {
        name: str(value).lower() for name, value in parameters if isinstance(value, bool)
    }  # 1, yes and on are true
    return Asked(of, tuple((name, flags.get(name, value)) for name, value in given), parameters)


def _narrows(pair: tuple[str, str]) -> bool:
    name, value = pair
    if name in ("regional", "formerly"):
        return value == ("true" if name == "formerly" else "false")
    return name in ReportConditions.model_fields and name not in ("q", "meetings_only")
