"""sources try, keep, check: what a source would take, its golden pages, and what these come to."""

from __future__ import annotations

from datetime import UTC, datetime
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from jiyao.cli import draw
from jiyao.cli.keeping import opened
from jiyao.cli.sources import NAME, named
from jiyao.cli.surroundings import JSON, out, print_json, settings
from jiyao.errors import NotFound, SourceError
from jiyao.plurals import many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.golden import Judgement
    from jiyao.runs.trials import TriedList, TriedPage
    from jiyao.source import Source
    from jiyao.source_overlaps import Loaded
    from pipelines.archive import Archive, Entry, Page

_WHY = {
    "off_site": "another site",
    "no_article": "allow and deny do not take it",
    "not_http": "no http address",
}
_LONGEST = 100


def add_to(group: typer.Typer) -> None:
    """Add the commands to those of sources."""
    group.command("try")(try_it)
    group.command("keep")(keep_pages)
    group.command("check")(check_sources)


def try_it(
    name: Annotated[str, NAME],
    url: Annotated[str | None, typer.Option(help="Only this article.")] = None,
    pages: Annotated[int, typer.Option(min=1, max=20, help="Pages of each list.")] = 1,
    articles: Annotated[int, typer.Option(min=0, max=50, help="Articles to look at.")] = 3,
    lists: Annotated[int, typer.Option(min=1, max=100, help="Lists to look at; each day or year is one.")] = 3,
) -> None:
    """Show link by link and field by field what a harvest would take from the first lists; nothing is stored.

    Behind each field stands the rule that found it, or that general rules did, because none of the source's fits.
    Ends with 1 where nothing would be taken.

    [bold]Examples[/bold]

    jiyao sources try shouyang --pages 2
    jiyao sources try my.yaml --url https://www.example.gov.cn/xwzx/202501/t20250117_1.html
    """
    from jiyao.runs.trials import TriedList, lists_of, try_source

    console, taken, refused, source = out(), 0, 0, named(name).source
    for tried in try_source(settings(), source, url, pages, articles, lists):
        if isinstance(tried, TriedList):
            _draw_list(console, tried, source.timezone)
        else:
            _draw_page(console, tried)
            good = tried.report is not None
            taken, refused = taken + good, refused + (not good)
    if url is None and (there := len(lists_of(source))) > lists:
        console.print(f"\n{lists} of {many(there, 'list')} were looked at; --lists {min(there, 100)} looks at more")
    console.print(f"\n{many(taken, 'article')} would be taken, {refused} refused; nothing was stored", style="bold")
    if not taken and (articles or url):
        raise typer.Exit(1)


def _draw_list(console: Console, tried: TriedList, timezone: str) -> None:
    console.print(Text("list  ", style="bold magenta").append(tried.url, style="none"))
    if tried.issue:
        console.print(Text(f"  {tried.issue.reason}: {tried.issue.message}", style="red"))
        return
    for link, judged in tried.links:
        if judged.verdict == "article":
            line = Text("  + ", style="green").append(judged.url or "", style="none")
        else:
            line = Text("  - ", style="yellow").append(judged.url or link.href, style="dim")
            line.append(f"  {_WHY[judged.verdict]}", style="yellow")
        console.print(line, soft_wrap=True)
        said = f"      {_day(link.listed.published, timezone)}  {link.listed.title or 'no title in the list'}"
        console.print(Text(said, style="dim"))
    if not tried.links:
        console.print(Text("  empty_list: items finds no row on this page", style="red"))
    after = f"{tried.following.method} {tried.following.url}" if tried.following else "none"
    body = f"  {tried.following.body}" if tried.following and tried.following.body else ""
    console.print(Text(f"  next page: {after}{body}", style="cyan"), soft_wrap=True)


def _day(words: str | None, timezone: str) -> str:
    """Return a list's date as it is written, with the day that it is read as where that is not what it says."""
    from jiyao.model import DateClue
    from pipelines.dates.published import published_at

    if not words:
        return "no date in the list"
    told = published_at([DateClue("list", words)], timezone, datetime.now(UTC))
    if told is None:
        return f"{words} (no day is read from it)"
    return words if f"{told.at:%Y-%m-%d}" in words else f"{words} = {told.at:%Y-%m-%d}"


def _draw_page(console: Console, tried: TriedPage) -> None:
    from jiyao.model import Issue

    console.print(Text("\npage  ", style="bold magenta").append(tried.url, style="none"), soft_wrap=True)
    if isinstance(tried.outcome, Issue):
        console.print(Text(f"  refused, {tried.outcome.reason}: {tried.outcome.message}", style="red"))
        return
    article = tried.outcome
    published = f"{draw.moment(tried.published)} ({tried.published.reason})" if tried.published else None
    _field(console, "title", article.title, tried.found.get("title"))
    _field(console, "published", published, tried.found.get("published"))
    _field(console, "publisher", article.publisher, tried.found.get("publisher"))
    _field(console, "byline", article.byline, tried.found.get("byline"))
    _field(console, "text", f"{len(article.text)} characters: {article.text}", tried.found.get("body"))
    for number, url in enumerate(tried.further, 2):
        _field(console, f"page {number}", url, "article.paging")
    if lacks := article.lacks:
        said = f"  not whole, page {lacks.page} could not be had: {lacks.url}: {lacks.why}"
        console.print(Text(said, style="red"), soft_wrap=True)
    if tried.report:
        meeting = tried.report.meeting
        what = (meeting.name or "without a name of its own") if tried.report.is_meeting and meeting else "no meeting"
        console.print(
            Text(f"    meeting  {what}, {many(len(tried.report.attendances), 'person', 'people')}", style="dim")
        )


def _field(console: Console, name: str, value: str | None, rule: str | None) -> None:
    shown = " ".join(value.split()) if value else "not found"
    shown = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
    line = Text(f"{name:>11}  ", style="bold").append(shown, style="none" if value else "yellow")
    if value:
        general = rule is None or rule in ("general rules", "the list")
        line.append(f"  ← {rule or 'general rules'}", style="yellow" if general else "green")
    console.print(line, soft_wrap=True)


def keep_pages(
    name: Annotated[str, NAME],
    urls: Annotated[
        list[str] | None,
        typer.Argument(metavar="[URL]...", help="Pages of the archive; the last list and article without."),
    ] = None,
) -> None:
    """Keep pages of the archive as golden pages of a source, each with what the source makes of it now.

    Read what is written (article.json, listing.json, or issue.json of a page that must be refused) and correct it:
    from then on `jiyao sources check` holds the source to it. A page of a real site may not be yours to publish.

    [bold]Examples[/bold]

    jiyao sources keep shouyang
    jiyao sources keep shouyang https://www.example.gov.cn/xwzx/202501/t20250117_1.html
    """
    from crawler.golden import begin
    from jiyao.source_files import shipped_sources

    loaded = named(name)
    file = Path(loaded.document.origins[()].file)
    if file.is_relative_to(shipped_sources()):
        raise SourceError(f"{name} is a source that we ship", "Copy its file to a folder that JIYAO_SOURCES names.")
    with opened() as archive:
        captures = [archive.read(entry) for entry in _entries(archive, loaded.source, urls or ())]
    for capture in captures:
        folder, judgement = begin(file, capture, loaded.source)
        kind, values = judgement.came
        what = values.get("reason") or values.get("title") or many(len(values.get("links", ())), "link")
        out().print(
            Text("kept  ", style="bold green").append(f"{folder}  {kind}: {what}", style="none"), soft_wrap=True
        )
    out().print("Read what was written there; `jiyao sources check` holds the source to it from now on.")


def _entries(archive: Archive, source: Source, urls: Sequence[str]) -> list[Entry]:
    """Return the last capture of each address with a page; without any, of a list and of the latest true article."""
    from jiyao.model import Article
    from pipelines.extract import extract
    from pipelines.versions import version_at

    name = source.name
    if urls:
        found = [page for url in urls for page in archive.find(url, name)[:1] or [_unknown(archive, name, url)]]
        return [version_at(page, None) for page in found]
    lists = sorted(archive.pages(name, kind="listing"), key=lambda page: (page.url in source.start, _last(page)))
    latest = [version_at(page, None) for page in nlargest(_TRIED, archive.pages(name), key=_last) if page.contents]
    articles = (entry for entry in latest if isinstance(extract(archive.read(entry), source), Article))
    found_too = [*(version_at(page, None) for page in lists[-1:]), *([next(articles, latest[0])] if latest else ())]
    if not found_too:
        raise NotFound(f"nothing of {name} is archived", f"`jiyao harvest {name}` fetches it.")
    return found_too


#: So many of the latest pages are looked at for one that is an article.
_TRIED = 10


def _last(page: Page) -> datetime:
    return page.entries[-1].captured_at


def _unknown(archive: Archive, source: str, url: str) -> Page:
    near = "".join(f" Did you mean {one}?" for one in archive.near(url)[:1])
    raise NotFound(f"{url} of {source} is not archived", f"`jiyao archive list` names what is.{near}")


def check_sources(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Sources; all without.")] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take what came as what is expected from now on, after showing it.")
    ] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Check the source files, and run the golden pages of every source.

    A golden page is a folder beside the source's file (NAME.pages/PAGE): the page as received, its request, and the
    article, the list or the refusal that must come of it. Ends with 4 where one does not.

    [bold]Examples[/bold]

    jiyao sources check
    jiyao sources check shouyang --accept
    """
    from crawler.golden import accept as take
    from crawler.golden import golden_folders, judge_page

    chosen = _chosen(names or ())
    folders = {loaded.source.name: golden_folders(Path(loaded.document.origins[()].file)) for loaded in chosen}
    judged = [
        (folder, judge_page(folder, loaded.source)) for loaded in chosen for folder in folders[loaded.source.name]
    ]
    wrong = [(folder, judgement) for folder, judgement in judged if not judgement.as_expected]
    if as_json:
        print_json(_record(judgement) for _, judgement in judged)
    else:
        for _, judgement in wrong:
            _draw_difference(out(), judgement)
        held = f"{len(judged) - len(wrong)} of {len(judged)} golden pages hold"
        out().print(f"{many(len(chosen), 'source file is', 'source files are')} sound; {held}")
        without = [name for name, pages in folders.items() if not pages]
        if without:
            out().print(Text(f"without golden pages: {', '.join(without)}", style="yellow"))
    if accept:
        for folder, judgement in wrong:
            take(folder, judgement)
        if not as_json:
            out().print(f"{len(wrong)} expectations rewritten")
    elif wrong:
        raise SourceError(
            f"{len(wrong)} of {len(judged)} golden pages are not as expected",
            "Mend the source, or take what came with --accept.",
        )


def _chosen(names: tuple[str, ...] | list[str]) -> list[Loaded]:
    from jiyao.source_files import load_documents, sources_folder

    return [named(name) for name in names] if names else list(load_documents(sources_folder(settings())).values())


def _record(judgement: Judgement) -> dict[str, Any]:
    differences = [{"what": what, "expected": old, "came": new} for what, old, new in judgement.differences()]
    return {
        "source": judgement.source, "page": judgement.page, "as_expected": judgement.as_expected,
        "differences": differences,
    }  # fmt: skip


def _draw_difference(console: Console, judgement: Judgement) -> None:
    console.print(Text(f"{judgement.source}.pages/{judgement.page}", style="bold red"))
    for what, expected, came in judgement.differences():
        console.print(Text(f"  {what}", style="bold"))
        console.print(Text(f"    - {'nothing' if expected is None else expected}", style="red"), soft_wrap=True)
        console.print(Text(f"    + {'nothing' if came is None else came}", style="green"), soft_wrap=True)
