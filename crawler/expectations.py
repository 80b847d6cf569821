"""What a run brought, held against what its source expects. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from jiyao.plurals import many
from jiyao.source import Expectations

_FEW = 10
_VISITED = ("new", "edited", "completed", "unchanged", "returned", "gone", "still_gone", "missing")
#: Pages that were there before the run, and still are; and so few edits at once are nothing to tell.
_KNOWN = ("edited", "completed", "unchanged", "returned")
_FEWEST_EDITED = 3
#: So much of a passage is shown, in characters.
_SHOWN = 30
#: So many pages of one title, or with one passage, are no chance.
FEWEST_ALIKE = 3
_CHALLENGES = ("issue/challenge", "issue/refused")


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted of a run when it has ended.

    ``counts`` are those of the run (``listed``, ``reports``, ``article/new``, ``issue/…``;
    ``remembered`` are pages of lists that stand behind those that had to be walked),
    ``complete`` whether it went through all of its lists, ``lately`` how many articles
    were new in the days that its source names, ``newest`` when the newest article that
    this run or an earlier one has seen was published, None where no date is known,
    ``title`` the title that most of the pages understood have, and how many do;
    ``troubled`` counts the pages that have issues, where that is not one each,
    ``passage`` is what most new pages have and known ones have not, and how many do.
    """

    today: date
    counts: Counter[str] = field(default_factory=Counter)
    complete: bool = True
    lately: int = 0
    newest: date | None = None
    title: tuple[str, int] = ("", 0)
    troubled: int | None = None
    passage: tuple[str, int] = ("", 0)

    @property
    def known(self) -> int:
        """How many pages that were there before the run it found again."""
        return sum(self.counts[f"article/{state}"] for state in _KNOWN)

    @property
    def issues(self) -> int:
        """How many pages were not understood, not received or not where they should be."""
        return sum(self.reasons.values()) if self.troubled is None else self.troubled

    @property
    def reasons(self) -> Counter[str]:
        """How many issues there were, by reason."""
        return Counter({name.removeprefix("issue/"): number for name, number in self.counts.items()
                        if name.startswith("issue/") and number})  # fmt: skip

    @property
    def visited(self) -> int:
        """How many article pages answered, challenges included: some came as pages and were kept."""
        kept = sum(self.counts[f"article/{state}"] for state in _VISITED)
        return kept + self.challenges - self.counts["kept_challenges"]

    @property
    def challenges(self) -> int:
        """How many answers were challenges or refusals."""
        return sum(self.counts[name] for name in _CHALLENGES)


def _articles(tally: Tally, expect: Expectations) -> str | None:
    listed = tally.counts["listed"] + tally.counts["remembered"]
    if expect.articles is None or not tally.complete or listed >= expect.articles:
        return None
    return f"{many(listed, 'article is', 'articles are')} listed, at least {expect.articles} are expected"


def _lost_lists(tally: Tally, expect: Expectations) -> str | None:
    lost = tally.counts["lost_lists"]
    if not expect.same_lists or not tally.complete or not lost:
        return None
    said = f"{many(lost, 'list names', 'lists name')} nothing new, and none of the articles that came last: "
    return f"{said}another order, another first page, another address? `jiyao sources try` looks"


def _fresh(tally: Tally, expect: Expectations) -> str | None:
    if expect.fresh is None or not tally.complete or tally.lately >= expect.fresh.articles:
        return None
    lately = many(tally.lately, "new article")
    return f"{lately} in {many(expect.fresh.days, 'day')}, at least {expect.fresh.articles} are expected"


def _newest(tally: Tally, expect: Expectations) -> str | None:
    if expect.newest_days is None or not tally.complete or tally.newest is None:
        return None
    days = (tally.today - tally.newest).days
    if days <= expect.newest_days:
        return None
    return f"the newest article is of {tally.newest}, {days} days ago; at most {expect.newest_days} are expected"


def _titled(tally: Tally, expect: Expectations) -> str | None:
    all_pages = tally.counts["reports"] + tally.counts["issue/no_title"]
    return _least(tally.counts["reports"], all_pages, expect.titled, "pages have a title")


def _dated(tally: Tally, expect: Expectations) -> str | None:
    return _least(tally.counts["dated"], tally.counts["reports"], expect.dated, "pages have a date")


def _ruled(tally: Tally, expect: Expectations) -> str | None:
    said = "pages have their text where `article.body` says (a new layout?)"
    return _least(tally.counts["ruled"], tally.counts["reports"], expect.ruled, said)


def _attended(tally: Tally, expect: Expectations) -> str | None:
    return _least(tally.counts["attended"], tally.counts["meetings"], expect.attended, "meetings name who attended")


def _alike(tally: Tally, expect: Expectations) -> str | None:
    title, number = tally.title
    if tally.known and number >= FEWEST_ALIKE:  # at a first visit a column of minutes may call all of them so
        said = _most(number, tally.counts["reports"], expect.alike, f"pages have one title ({title})")
        if said:
            return said
    passage, number = tally.passage
    said = f"new pages hold what known ones do not ({passage[:_SHOWN]}…; `article.drop` can take it out)"
    if new_in_all := _most(number, tally.counts["article/new"], expect.alike, said):
        return new_in_all
    return _most(tally.counts["alike"], tally.counts["reports"], expect.alike, "pages have the text of another")


def _edited(tally: Tally, expect: Expectations) -> str | None:
    retold, held_back = tally.counts["retold"], tally.counts["held_back"]
    if retold + held_back < _FEWEST_EDITED:
        return None
    said = "known pages say something else than before"
    if held_back:
        said += f", {held_back} of them as when their run was withheld"
    return _most(retold + held_back, tally.known, expect.edited, said)


def _issues(tally: Tally, expect: Expectations) -> str | None:
    if expect.issues is not None and tally.issues and not tally.counts["listed"] and not tally.visited:
        return f"nothing came of its lists: {_each(tally.reasons)}"
    pages = max(tally.counts["listed"], tally.visited, tally.issues)
    return _most(tally.issues, pages, expect.issues, f"pages have issues ({_each(tally.reasons)})")


def _each(reasons: Counter[str]) -> str:
    return ", ".join(f"{reason} {number}" for reason, number in sorted(reasons.items()))


def _challenges(tally: Tally, expect: Expectations) -> str | None:
    return _most(tally.challenges, tally.visited, expect.challenges, "answers are challenges or refusals")


def _gone(tally: Tally, expect: Expectations) -> str | None:
    gone = tally.counts["article/gone"]
    return _most(gone, tally.known + gone, expect.gone, "known pages are gone at once")


_CHECKS: dict[str, Callable[[Tally, Expectations], str | None]] = {
    "articles": _articles,
    "same_lists": _lost_lists,
    "fresh": _fresh,
    "newest_days": _newest,
    "titled": _titled,
    "dated": _dated,
    "ruled": _ruled,
    "attended": _attended,
    "alike": _alike,
    "edited": _edited,
    "issues": _issues,
    "challenges": _challenges,
    "gone": _gone,
}
NAMES = tuple(_CHECKS)


def missed(name: str, tally: Tally, expect: Expectations) -> str | None:
    """Return a sentence where the run misses the expectation of that name, None where it holds."""
    return _CHECKS[name](tally, expect)


def _least(number: int, of: int, share: float | None, what: str) -> str | None:
    if share is None or of - number <= _allowed(of, 1 - share):
        return None
    return f"{number} of {of} {what}, a share of {share:g} is expected"


def _most(number: int, of: int, share: float | None, what: str) -> str | None:
    if share is None or number <= _allowed(of, share):
        return None
    return f"{number} of {of} {what}, at most a share of {share:g} is expected"


def _allowed(of: int, share: float) -> float:
    """Return how many of the pages may be otherwise: a share of few pages says little, one page of two or more."""
    return max(share * of + 1e-9, 1.0 if 1 < of < _FEW else 0.0)
