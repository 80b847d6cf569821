"""What a generation of the index must pass before it is switched to, each gate with its figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jiyao.errors import NotFound
from jiyao.model import Report, report_id
from jiyao.progress import Progress, Watch
from jiyao.runs.index_work import Work
from jiyao.search import SearchIndex, SearchQuery
from jiyao.search.elastic_generations import Generation
from jiyao.search.fold import fold, fold_table

#: The same words in both scripts; the contract that holds every engine asks the like (tests/search/test_contract.py).
GOLDEN = (
    ("会议", "會議"), ("常务会议", "常務會議"), ("县委书记", "縣委書記"), ("主持召开", "主持召開"), ("市长", "市長"),
    ('"国务院"', '"國務院"'), ("防汛", "防汛"), ("调研 -会议", "調研 -會議"),
)  # fmt: skip
#: Of the reports of the generation that serves, at least so many; the same of each of its sources.
LEAST_SHARE = 0.98
LEAST_SHARE_OF_A_SOURCE = 0.9
#: Pages without a report may be so much more than before.
MORE_WITHOUT_REPORT = 0.02
MOST_REFUSED = 0.001
#: Each tenth report is looked for by its title, but not more than so many.
TENTH, MOST_TITLES = 10, 500
_MOST_SOURCES = 1_000
#: So many reports of one title are looked through in one request.
_OF_ONE_TITLE = 50
_FIRST_IDEOGRAPH = "\u3400"


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a generation passes, and the figure that tells."""

    name: str
    ok: bool
    figure: str


def counting_gates(work: Work, generation: Generation) -> Iterator[Gate]:
    """Yield the gates that count. Nobody may publish meanwhile; they take a moment."""
    index = work.opened(generation)
    yield _mapping(work, generation)
    yield _counts(work, generation)
    yield _published(work, generation)
    serving = work.current()
    left_out = set(generation.meta.get("left_out", ()))
    if serving is None or not serving.is_ours:
        yield Gate("before", True, "no generation serves that it could be compared with")
    else:
        yield _before(index, work.opened(serving), left_out)
        yield _understood(work, generation, serving)
    yield _refused(generation)
    yield _readable(generation)


def searching_gates(work: Work, generation: Generation, watch: Watch) -> Iterator[Gate]:
    """Yield the gates that search; ``watch`` is told of the titles, which take longest."""
    index = work.opened(generation)
    yield _golden(index)
    yield _titles(work, generation, index, watch)


def _mapping(work: Work, generation: Generation) -> Gate:
    ours = generation.is_ours
    told = work.generations.mapping_digest(generation)
    same = told == generation.meta.get("mapping")
    said = f"built for this version's mapping, and {'as' if same else 'not as'} it was made ({told})"
    return Gate("mapping", ours and same, said if ours else "built for another version's mapping")


def _counts(work: Work, generation: Generation) -> Gate:
    """Compare the reports that are there with those that the builder noted."""
    size, noted = work.generations.size(generation), work.built.holding(generation.name)
    there = size.rows.get("reports", 0)
    rows = ", ".join(f"{size.rows.get(name, 0)} {name}" for name in ("attendances", "statements"))
    if not noted.pages and there:
        return Gate("counts", False, f"{there} reports, and this data folder did not build them")
    return Gate("counts", there == noted.reports, f"{there} of {noted.reports} reports that were built; {rows}")


def _published(work: Work, generation: Generation) -> Gate:
    sources = work.sources.keys() - set(generation.meta.get("left_out", ()))
    behind = work.built.count_behind(generation.name, sources)
    allowed = MOST_REFUSED * work.built.published()
    return Gate("ledger", behind <= allowed, f"{behind} of {work.built.published()} published pages are not in it")


def _by_source(index: SearchIndex) -> dict[str, int]:
    query = SearchQuery(size=0, meetings_only=False, facets=("source",), facet_size=_MOST_SOURCES)
    [facet] = index.search(query).facets
    return {value.value: value.count for value in facet.values}


def _before(index: SearchIndex, serving: SearchIndex, left_out: set[str]) -> Gate:
    now = _by_source(index)
    before = {source: count for source, count in _by_source(serving).items() if source not in left_out}
    had, has = sum(before.values()), sum(now.get(source, 0) for source in before)
    fewer = [source for source, count in before.items() if now.get(source, 0) < LEAST_SHARE_OF_A_SOURCE * count]
    said = f"{sum(now.values())} reports, before {had}"
    if fewer:
        said += f"; fewer of {', '.join(f'{name} ({now.get(name, 0)} of {before[name]})' for name in sorted(fewer))}"
    return Gate("before", has >= LEAST_SHARE * had and not fewer, said)


def _understood(work: Work, generation: Generation, serving: Generation) -> Gate:
    noted, published = work.built.holding(generation.name), work.built.published()
    there = work.generations.size(serving).rows.get("reports", 0)
    without = 1 - noted.reports / noted.pages if noted.pages else 1.0
    before = max(1 - there / published, 0.0) if published else without
    said = f"{without:.1%} of {noted.pages} pages have no report, before {before:.1%}"
    return Gate("understood", without <= before + MORE_WITHOUT_REPORT, said)


def _refused(generation: Generation) -> Gate:
    refused, pages = int(generation.meta.get("refused", 0)), int(generation.meta.get("pages", 0))
    return Gate("refused", refused <= MOST_REFUSED * pages, f"{refused} of {pages} pages were refused by the server")


def _readable(generation: Generation) -> Gate:
    damaged, pages = int(generation.meta.get("damaged", 0)), int(generation.meta.get("pages", 0))
    said = f"{damaged} of {pages} archived pages are unreadable"
    return Gate("archive", not damaged or bool(generation.meta.get("leave_out")), said)


def _golden(index: SearchIndex) -> Gate:
    different = []
    for pair in GOLDEN:
        totals = {index.search(SearchQuery(text=text, size=1, meetings_only=False)).total for text in pair}
        if len(totals) != 1:
            different.append("/".join(pair))
    said = f"{len(GOLDEN) - len(different)} of {len(GOLDEN)} queries find the same in both scripts"
    return Gate("golden", not different, said + (f"; not {', '.join(different)}" if different else ""))


def _titles(work: Work, generation: Generation, index: SearchIndex, watch: Watch) -> Gate:
    every = max(TENTH, work.built.holding(generation.name).reports // MOST_TITLES)
    chosen = list(work.built.some_reports(generation.name, every))
    missing, asked = list[str](), 0
    for number, (source, url) in enumerate(chosen, 1):
        watch(Progress("check", number, len(chosen), finished=number == len(chosen)))
        try:
            report = index.get(report_id(source, url))
            forms = scripts_of(report.title or "")
            asked += len(forms)
            missing += [f"{report.id} by {form}" for form in forms if not _found(index, report, form)]
        except NotFound as error:
            asked += 1
            missing.append(str(error))
    said = f"{asked - len(missing)} of {asked} titles (each {every}th report, in both scripts) are found"
    return Gate("titles", not missing, said + (f"; not {missing[0]}" if missing else ""))


def _found(index: SearchIndex, report: Report, title: str) -> bool:
    query = SearchQuery(text=f'"{title}"', source=(report.source,), size=_OF_ONE_TITLE, meetings_only=False)
    first = index.search(query)
    if any(hit.id == report.id for hit in first.hits):
        return True
    # Only here is walked: a walk keeps its generation from being deleted for a while where its process is killed.
    return first.total > len(first.hits) and any(hit.id == report.id for hit in index.scan(query))


def scripts_of(title: str) -> list[str]:
    """Return a title as it is written, in Simplified, and in some Traditional form; none where it has no words."""
    if not any(character.isalnum() for character in title):
        return []
    simplified = fold(title)
    forms = (title, simplified, simplified.translate(_unfold_table()))
    return list(dict.fromkeys(form.replace('"', " ").strip() for form in forms))


@cache
def _unfold_table() -> dict[int, str]:
    """Return, for each folded ideograph, one that folds to it."""
    return {ord(folded): chr(code) for code, folded in fold_table().items() if folded >= _FIRST_IDEOGRAPH}
