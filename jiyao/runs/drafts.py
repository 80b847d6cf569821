"""Look at a list page and a few of its articles, and write a first source file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

from parsel import Selector

from crawler.listing import ListingError, judge, read_listing
from crawler.paging import Ask, first_ask, next_ask
from crawler.recognition.addresses_alike import patterns_for
from crawler.recognition.asked import Asked
from crawler.recognition.dated_lists import by_day, by_month, by_year
from crawler.recognition.disclosure import Column, column_meant, columns_of
from crawler.recognition.draft import Draft, name_for, write_draft
from crawler.recognition.families import recognise
from crawler.recognition.fields import found_fields, needless
from crawler.recognition.lists import found_list
from crawler.recognition.rows import files_led_to
from crawler.recognition.scripts import as_written
from crawler.recognition.turning import Guess, guesses
from jiyao.errors import AskedWrongly, JiyaoError, NotFound, SourceError
from jiyao.model import CHINA, Article, Capture, Issue, Listed
from jiyao.runs.looks import Look
from jiyao.runs.shells import FEW_ROWS, rows_elsewhere
from jiyao.settings import Settings
from jiyao.source import Source
from jiyao.source_files import load_sources, read_source, sources_folder
from pipelines.addresses import canonical
from pipelines.decode import text_of
from pipelines.extract import extract
from pipelines.script import script_of

_HOST_OF_SITE = re.compile(r"主\s*[办辦]\s*(?:单\s*位|單\s*位|者)?\s*[:：]\s*([\u4e00-\u9fff]{4,30})")
#: An office or a paper by the end of its name, where its name ends.
_NAMED = (
    r"((?<![\u4e00-\u9fff])(?!未[经經]|建[议議]|本[网網站]|[请請禁])[\u4e00-\u9fff]{2,28}?"
    r"(?:政府|委[员員][会會]|[协協議议学學][会會]|[县縣市区區旗州省党黨]委|大[会會]|办公[室厅]|辦公[室廳]|局|院|厅|廳|部|处|處|署|公所|网站?|網站?|报社?|報社?|中心|电视台|融媒体)"
    r"(?=[^\u4e00-\u9fff]|主[办辦]|承[办辦]|版[权權]|未[经經]|保留|$))"
)
_RIGHTS = r"(?:版[权權]所有|著作[权權](?:所有)?|copyright|©|all rights reserved)"
#: Whose the rights are, before the words that say so or behind them.
_OWNER_OF_SITE = re.compile(
    rf"{_RIGHTS}(?:[\s:：0-9,.–—-]|©){{0,40}}{_NAMED}|{_NAMED}[\s:：0-9,.–—-]{{0,40}}{_RIGHTS}", re.I
)
#: The name of an office with that of its site behind it, as meta tags and feet have it.
_SITE_OF_ORGAN = re.compile(
    r"(.{2,}(?:(?<!中[国國])政府|委[员員][会會]|[议議][会會]|代表大[会會]|[协協]商[会會][议議]|办公[室厅]|辦公[室廳]|局|[厅廳委部院处處署]|公所))"
    r"(?:门户|入口|官方|公众|公眾|信息|政务|资讯|資訊|全球資訊)*(?:[网網]站?|官[网網])"
)
_LED_ON = re.compile(
    r"""<meta[^>]*http-equiv\s*=\s*["']?refresh\b[^>]*content\s*=\s*["']?\s*[0-3]\s*;\s*url\s*=\s*([^"'\s>]+)""",
    re.I,
)
#: What old browsers, and those without scripts, are told.
_FOR_OTHERS = re.compile(r"<!--.*?-->|<noscript\b.*?</noscript>", re.I | re.S)
_ARTICLES = 3
_MOST_TRIED = 8
_MOST_COLUMNS = 20


def draft_source(
    settings: Settings, url: str, delay: float = 3.0, watch: Callable[[str], None] | None = None
) -> tuple[str, str]:
    """Return a name and the text of a first source file for the list page at ``url``.

    ``watch`` is told the address of each page that is asked for.
    :class:`NotFound` where no rows of a list stand there, :class:`JiyaoError`
    where the page does not come, :class:`SourceError` where a file that is there already
    is broken: no harvest would begin with the new one beside it.
    """
    if canonical(url) is None:
        raise AskedWrongly(f"not an address that begins with http:// or https://: {url}", "Name a list page of a site.")
    if (folder := sources_folder(settings)).is_dir():  # the first file of a folder may make it
        load_sources(folder)
    now = datetime.now(UTC)
    looked = Source.model_validate(
        {"name": "new", "title": "new", "language": "zh-Hans", "start": (url,), "politeness": {"delay": delay},
         "listing": {"items": "a", "link": "a"}}
    )  # fmt: skip
    with Look(settings, looked, watch) as look:
        draft, text = _list_of(look, url)
        draft = replace(draft, delay=delay)
        draft = _with_articles(look, draft, text, now)
        draft, text = _with_paging(look, draft, text, now)
        draft = _with_dates(look, draft, text, now)
    written = write_draft(draft, now.date())
    read_source(written, name_for(url), "the draft")
    return name_for(url), written


def _list_of(look: Look, url: str) -> tuple[Draft, str]:
    """Return what the list page says of itself, and its text; a shell's data file is looked at in its place."""
    page = _got(look, url)
    text = text_of(page)
    rows = found_list(text, page.url)
    onward = _LED_ON.search(_FOR_OTHERS.sub("", text)) if rows is None else None
    if onward and (target := canonical(as_written(onward[1]), page.url)):
        page = _got(look, target)  # a page that only leads to another: that of today's paper
        text = text_of(page)
        rows = found_list(text, page.url)
    title, start, own = _title(text), page.url, text
    notes: tuple[str, ...] = ()
    asked: Asked | None = None
    if (rows is None or not rows.dated) and (columns := columns_of(text, page.url)):
        column = _column(columns, url)
        start, title = column.url, f"{title} {column.name}".strip()
        text = text_of(_got(look, start))
        rows = found_list(text, start)
        notes = (f"Seen: of the tree of columns the one that is called {column.name}.",)
    elif rows is None or len(rows.links) < FEW_ROWS or not rows.dated:
        elsewhere = rows_elsewhere(look, text, page.url, rows)
        if elsewhere:
            asked, start, text, rows = elsewhere.asked, elsewhere.start, elsewhere.text, elsewhere.rows
            notes = (f"Seen: the page itself is a shell; its rows come from {start}.",)
        elif rows:
            notes = ("Seen: no day stands beside the rows. Menus and hot lists look so, too: compare with a browser.",)
    if rows is None:
        raise _no_rows(url, own)
    language = "zh-Hant" if script_of(re.sub(r"<[^>]+>", "", text)) == "Hant" else "zh-Hans"
    found = tuple(patterns_for(rows.links))
    draft = Draft(url, start, title or name_for(url), language, rows, found, _publisher(own), asked, notes=notes)
    return draft, text


def _column(columns: tuple[Column, ...], url: str) -> Column:
    if column := column_meant(columns, url):
        return column
    said = "; ".join(f"{each.name} {each.url}" for each in columns[:_MOST_COLUMNS])
    raise NotFound(f"{url} leads to {len(columns)} lists, one of each column", f"Name one of them: {said}")


def _no_rows(url: str, text: str) -> NotFound:
    files = files_led_to(text, url)
    if files >= FEW_ROWS:
        return NotFound(
            f"no rows of a list were found at {url}, but {files} links to files (PDF, doc and the like)",
            "Files can be archived (write a source by hand whose `articles.allow` takes them), but they are not read: "
            "see whether the site has the same as pages.",
        )
    return NotFound(
        f"no rows of a list were found at {url}",
        "Name a page that lists articles; where a script writes the list, name the address it asks (see the "
        "browser's network tab).",
    )


def _with_articles(look: Look, draft: Draft, text: str, now: datetime) -> Draft:
    """Return the draft with the rules that fit the pages of its first articles."""
    pages, refused, plain = [], 0, _source(draft, now)
    for address in draft.rows.links[:_MOST_TRIED]:
        got = look.ask(Ask(address), Listed(), "article")
        if isinstance(got, Capture) and isinstance(extract(got, plain), Article):
            pages.append(got)
        else:
            refused += 1
        if len(pages) == _ARTICLES:
            break
    texts = [text_of(page) for page in pages]
    family = recognise([text, draft.start, *draft.rows.links, *texts])
    draft = replace(draft, recognised=family, articles=len(pages), refused=refused)
    if not pages:
        return replace(draft, notes=(*draft.notes, "Not seen: an article; none of the first could be read."))
    source = _source(draft, now)
    titles = {url: listed.title for url, listed in _listed_by(_as_list(text, plain), plain) if listed.title}
    fields = found_fields(pages, source, titles)
    inherited = frozenset(needless(fields, pages, source)) if family else frozenset()
    return replace(draft, fields=fields, of_family=inherited)


def _with_paging(look: Look, draft: Draft, text: str, now: datetime) -> tuple[Draft, str]:
    """Return the draft with the first way to the next page that leads to new articles, and the list's text.

    Where the page leads to none, a script may ask for the whole list (加载更多): then that is the list.
    """
    found = _paged(look, draft, text, now)
    if found.paging is not None or draft.asked:
        return found, text
    more = rows_elsewhere(look, text, draft.start, None)
    if more and set(more.rows.links) & set(draft.rows.links):
        whole = _paged(look, replace(draft, start=more.start, rows=more.rows, asked=more.asked), more.text, now)
        if whole.paging and (more.asked.moves or "cursor" in whole.paging):
            return replace(whole, notes=(*draft.notes, f"Seen: a script asks {more.start} for more.")), more.text
    return found, text


def _paged(look: Look, draft: Draft, text: str, now: datetime) -> Draft:
    ways = guesses(text, draft.start, draft.rows.kind, draft.asked)
    if draft.recognised:
        ways.insert(0, Guess({}, "the family's rules find the next page"))
        # What a page itself says goes before what pages of its family mostly do.
        ways.sort(key=lambda guess: "link" not in guess.paging)
    for guess in ways:
        asked = Asked(draft.start, form=guess.form) if guess.form else draft.asked
        tried = replace(draft, paging=guess.paging, because=guess.because, asked=asked)
        try:
            source = _source(tried, now)
        except SourceError:
            continue  # braces of the page's own in an address, and the like
        if _second_page(look, source, text) - set(draft.rows.links):
            return tried
    if seen := ", ".join(dict.fromkeys(guess.because for guess in ways if guess.paging and guess.seen)):
        return replace(draft, notes=(*draft.notes, f"Seen: {seen}; it led to no second page with other articles."))
    return draft


def _with_dates(look: Look, draft: Draft, text: str, now: datetime) -> Draft:
    """Return the draft with the lists of other years or days, where those of another one are there too.

    A page in which the draft's own rules find no other article of its patterns is no such list.
    """
    today, source = now.astimezone(CHINA).date(), _source(draft, now)
    ways = (
        by_year(text, draft.start, today),
        by_day(text, draft.start, today, draft.allow),
        by_month(text, draft.start, today, draft.allow),
    )
    for dated in filter(None, ways):
        for address in dated.others:
            if _articles_of(look.ask(Ask(address)), source) - set(draft.rows.links):
                return replace(draft, dated=dated)
    return draft


def _second_page(look: Look, source: Source, text: str) -> set[str]:
    """Return the articles of the second page; none where there is no such page."""
    start = source.start[0]
    try:
        first = read_listing(_as_list(text, source), source.listing)
        ask = next_ask(source.listing, start, first_ask(source.listing, start).url, 1, first, first)
    except ListingError:
        return set()
    return _articles_of(look.ask(ask), source) if ask else set()


def _articles_of(got: Capture | Issue, source: Source) -> set[str]:
    """Return the addresses of the articles that a source's rules find on a list page."""
    return {url for url, _ in _listed_by(got, source)}


def _listed_by(got: Capture | Issue, source: Source) -> list[tuple[str, Listed]]:
    """Return the articles that a source's rules find on a list page, with what it says of them."""
    if not isinstance(got, Capture) or got.status != 200:
        return []
    try:
        links = read_listing(got, source.listing).links
    except ListingError:
        return []
    judged = ((judge(link, got.url, source), link.listed) for link in links)
    return [(each.url, listed) for each, listed in judged if each.url and each.verdict == "article"]


def _as_list(text: str, source: Source) -> Capture:
    return Capture(source.name, source.start[0], datetime.min, 200, (), text.encode(), "listing")


def _source(draft: Draft, now: datetime) -> Source:
    return read_source(write_draft(draft, now.date()), name_for(draft.url), "the draft")


def _got(look: Look, url: str) -> Capture:
    got = look.ask(Ask(url))
    if isinstance(got, Issue):
        raise JiyaoError(
            f"{url} did not come: {got.message}", "Nothing is bypassed; ask the site, or try another page."
        )
    if got.status != 200:
        raise NotFound(f"{url}: the site answered {got.status}", "Name a list page that is there.")
    return got


def _publisher(text: str) -> str | None:
    """Return who answers for the site, as its meta tags or its foot say: SiteName, 主办单位：…, 版权所有 …."""
    named = (
        Selector(text=text, type="html")
        .xpath(
            '//meta[translate(@name, "SITENAM", "sitenam") = "sitename" or @property = "og:site_name"]'
            "/@content[normalize-space()]"
        )
        .get()
    )
    plain = unescape(re.sub(r"<[^>]*>", " ", text))
    host, owner = _HOST_OF_SITE.search(plain), _OWNER_OF_SITE.search(plain)
    said = named or (host and host[1]) or (owner and (owner[1] or owner[2]))
    name = " ".join(said.split()) if said else ""
    of_site = _SITE_OF_ORGAN.fullmatch(name)
    return (of_site[1] if of_site else name) or None


def _title(text: str) -> str:
    found: Any = re.search(r"<title[^>]*>\s*([^<]{1,80})", text, re.I)
    return " ".join(found[1].split()) if found else ""
