"""What a person sees: hits with their highlights, and a report with its facts marked in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jiyao.cli.surroundings import plain
from jiyao.marks import marks
from jiyao.model import Held, Interval, Published, Report
from jiyao.plurals import many, ranges
from jiyao.record import report_from_dict, report_to_dict
from jiyao.search import Alike, Hit, Page, folded
from jiyao.search.completeness import Completeness
from jiyao.search.highlight import Fragment
from pipelines.lexicon.regions import region_name, with_names_of_regions

_STYLES = {
    "person": "bold cyan",
    "byline": "cyan",
    "date": "bold green",
    "place": "bold yellow",
    "meeting": "bold magenta",
    "document": "magenta",
    "group": "blue",
    "saying": "underline",
    "aside": "dim",
}
_LONGEST_QUOTE = 46
_LONGEST_SAYING = 200


def page(console: Console, found: Page, *, offset: int, said: Mapping[str, str] | None = None) -> None:
    """Print a page of hits; ``said`` are the passages of statements by the ids of their hits."""
    found = replace(found, hits=_shown(found.hits))
    for added in found.added:
        console.print(f"also searched: {added.word} = {', '.join(added.also)}", style="dim", markup=False)
    places = {hit.id: place for place, hit in enumerate(found.hits, offset + 1)}
    for first, *reprints in folded(found.hits):
        _hit(console, first, places[first.id], (said or {}).get(first.id, ""))
        for hit in reprints:
            _also(console, hit, f"{places[hit.id]:>3}  the same meeting in")
    shown = (
        f", shown are {offset + 1} to {offset + len(found.hits)}"
        if found.total > len(found.hits) and found.hits
        else ""
    )
    console.print(f"{found.total} found{shown}", style="bold" if found.total else "yellow")
    for facet in with_names_of_regions(found.facets):
        line = "  ".join(f"{plain(value.label)} {value.count}" for value in facet.values)
        more = "  … (more with --facet-size)" if facet.more else ""
        console.print(f"{facet.name}: {line}{more}", markup=False)


def _hit(console: Console, hit: Hit, place: int, said: str) -> None:
    pieces = {highlight.field: highlight.fragments for highlight in hit.highlights}
    title = (
        _marked(pieces["title"][0]) if pieces.get("title") else Text(str(hit.values.get("title") or ""), style="bold")
    )
    console.print(Text(f"{place:>3}  ").append_text(title))
    facts = [_days(hit), str(hit.values.get("source") or "")]
    people = hit.values.get("chairs") or []
    if people:
        facts.append("主持 " + " ".join(people))
    if hit.of != "reports":
        facts += [
            str(hit.values.get("name") or hit.values.get("speaker") or ""),
            "、".join(hit.values.get("titles") or []),
        ]
    line = Text("     " + "  ".join(fact for fact in facts if fact), style="green")
    console.print(line.append(_gone(hit), style="yellow"))
    for field in ("names", "text"):
        for fragment in pieces.get(field, ())[:1]:
            console.print(Text("     ").append_text(_marked(fragment)))
    if said and not pieces.get("text"):
        shown = plain(said[:_LONGEST_SAYING].replace("\n", " "))
        console.print(f"     {shown}{'…' if len(said) > _LONGEST_SAYING else ''}", markup=False)
    console.print(f"     {hit.report_id}", style="dim", markup=False)


def _gone(hit: Hit) -> str:
    at = hit.values.get("withdrawn_at")
    return f"  withdrawn by its site, seen {at[:10]}" if at else ""


def _days(hit: Hit) -> str:
    """Return the day of the meeting, both ends where it is not one day."""
    first, last = str(hit.values.get("held_from") or ""), str(hit.values.get("held_to") or "")
    return first if not last or last == first else f"{first} to {last}"


def alike(console: Console, found: Alike) -> None:
    """Print what belongs to a report."""
    for what, hits in (
        ("the same meeting in", found.meeting),
        ("nearly the same text in", tuple(copy.hit for copy in found.copies)),
        ("the same body's", found.body),
    ):
        for hit in _shown(hits):
            _also(console, hit, what)


def _also(console: Console, hit: Hit, what: str) -> None:
    facts = (hit.values.get("held_from"), hit.values.get("title"), hit.values.get("source"), hit.report_id)
    console.print(f"{what}  " + "  ".join(str(fact) for fact in facts if fact) + _gone(hit), style="dim", markup=False)


def _marked(fragment: Fragment) -> Text:
    text = Text(plain(fragment.text.replace("\n", " ")))
    for start, end in fragment.marks:
        text.stylize("bold red", start, end)
    return text


def _shown(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the hits with what their rows say as a terminal may show it."""
    return tuple(replace(hit, values=_plainly(hit.values)) for hit in hits)


def _plainly(value: Any) -> Any:
    """Return a value with all words in it as a terminal may show them."""
    match value:
        case str():
            return plain(value)
        case dict():
            return {key: _plainly(one) for key, one in value.items()}
        case list() | tuple():
            return [_plainly(one) for one in value]
    return value


def report(console: Console, given: Report) -> None:
    """Print a report: what is known of it, its text with the facts marked, and each fact with its rule."""
    given = report_from_dict(_plainly(report_to_dict(given)))
    console.print(Text(given.title or "(no title)", style="bold"))
    for name, value in _facts(given):
        console.print(Text(f"{name:>10}  ", style="dim").append(value, style="default"))
    console.print()
    console.print(_text(given))
    console.print()
    _people(console, given)
    _others(console, given)
    if has_colours(console):
        console.print(Text("marked: ").append_text(_legend()), style="dim")
    else:
        _marks_in_words(console, given)


def has_colours(console: Console) -> bool:
    """Tell whether what is marked by a style alone can be seen: not in a pipe, nor where NO_COLOR is set."""
    return console.is_terminal and not console.no_color and console.color_system is not None


def _marks_in_words(console: Console, given: Report) -> None:
    """Print what stands marked in the text: from which character to which, what it is, its words."""
    found = sorted(marks(given), key=lambda mark: (mark.start, mark.end))
    if found:
        console.print("\nmarked in the text, from character to character", style="bold")
    for mark in found:
        words = _quote(given.text[mark.start : mark.end])
        sure = "" if mark.sure else "  likely"
        console.print(f"  {mark.start:>5}-{mark.end:<5}  {mark.kind:8}  {words}{sure}", markup=False)


def moment(published: Published) -> str:
    """Return when a page was published, as far as it is known: to the minute or the day."""
    return f"{published.at:%Y-%m-%d %H:%M}" if published.precision == "minute" else f"{published.at:%Y-%m-%d}"


def _facts(given: Report) -> list[tuple[str, str]]:
    facts = [
        (
            "published",
            f"{moment(given.published)} ({given.published.reason})" if given.published else "unknown",
        )
    ]
    facts += [(name, said) for name, said in (("publisher", given.publisher), ("byline", given.byline)) if said]
    if given.history and given.history.withdrawn_at:
        facts.append(("withdrawn", f"by its site, seen {given.history.withdrawn_at:%Y-%m-%d %H:%M} UTC; it stays here"))
    if given.history and given.history.versions > 1:
        facts.append(("versions", f"{given.history.versions}: jiyao archive diff {given.id}"))
    meeting = given.meeting
    if not given.is_meeting or meeting is None:
        return [*facts, ("meeting", "no: this text does not report one")]
    facts += [
        ("meeting", meeting.name or "(no name of its own)"),
        (
            "kind",
            "  ".join(
                filter(
                    None,
                    (meeting.kind, meeting.level, meeting.body, f"no. {meeting.ordinal}" if meeting.ordinal else ""),
                )
            ),
        ),
        ("held", _held(meeting.held, dated=given.published is not None)),
        ("places", " › ".join(f"{place.name} ({place.code or 'no code'})" for place in meeting.places) or "none named"),
        ("script", given.script),
    ]
    if given.url:
        facts.append(("page", given.url))
    return facts + [("note", note) for note in given.notes]


def _held(held: Held | None, *, dated: bool) -> str:
    if held is None:
        why = (
            "no words state a day that can be its"
            if dated
            else "no words state a full date, and none was given with --published"
        )
        return f"unknown: {why}"
    if held.interval is None:
        needed = "" if dated or held.how == "open" else " without the day of publication (--published)"
        return f"unknown: “{held.words}” does not tell{needed}"
    days = held.interval
    span = f"{days.start}" if days.start == days.end else f"{days.start} to {days.end}"
    at = f" {days.at:%H:%M}" if days.at else ""
    exact = extent(days) if days.start < days.end and days.precision == "day" else f"precise to the {days.precision}"
    return f"{span}{at}  (“{held.words}”, {exact})"


def extent(days: Interval) -> str:
    """Return how precise an interval is: its precision, or how long it is where words name it by its days."""
    if days.precision != "day" or days.start == days.end:
        return days.precision
    behind = days.end + timedelta(days=1)
    if days.start.day == behind.day == 1:
        months = 12 * (behind.year - days.start.year) + behind.month - days.start.month
        return f"a range of {many(months, 'month')}"
    return f"a range of {many((behind - days.start).days, 'day')}"


def _text(given: Report) -> Text:
    text = Text(given.text)
    for mark in marks(given):
        text.stylize(_STYLES[mark.kind], mark.start, mark.end)
    return text


def _people(console: Console, given: Report) -> None:
    if not given.attendances:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "name", "titles", "roles", "rule", ""):
        table.add_column(column)
    for person in given.attendances:
        rules = ", ".join(dict.fromkeys(e.rule for e in person.evidence))
        sure = "" if all(e.sure for e in person.evidence[:1]) else "likely"
        name = f"{person.name}（{person.note}）" if person.note else person.name
        table.add_row(str(person.rank), name, "、".join(person.titles), " ".join(person.roles), rules, sure)
    console.print(table)
    if given.attendance_open is not None:
        console.print(
            "the list is open (等): others came too" if given.attendance_open else "the list is closed", style="dim"
        )


def _others(console: Console, given: Report) -> None:
    for title, rows in (
        ("groups", [(group.name, group.evidence.rule) for group in given.groups]),
        (
            "said",
            [
                (
                    f"{s.speaker or '会议'} {s.verb.removesuffix('：')}：{_quote(given.text[s.start : s.end])}",
                    s.evidence.rule,
                )
                for s in given.statements
            ],
        ),
        ("cites", [(document.title, document.evidence.rule) for document in given.cited_documents]),
    ):
        if rows:
            console.print(f"\n{title}", style="bold")
            for words, rule in rows:
                console.print(Text(f"  {words}  ").append(rule, style="dim"))


def _quote(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"


def _legend() -> Text:
    legend = Text()
    for kind, style in _STYLES.items():
        legend.append(kind, style=style).append(" ")
    return legend


def completeness(console: Console, found: Sequence[Completeness]) -> None:
    """Draw a table of bodies, those with most missing first."""
    if not found:
        console.print("no body is called so here: a body is named in full, as `jiyao search --facet body` shows it")
        return
    counted = [one for one in found if one.percent is not None]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("body", "counts", "here", "missing", "since first", "of all"):
        table.add_column(column, overflow="fold", justify="right" if column in ("since first", "of all") else "left")
    several = {name for name, many_so in Counter(one.body for one in counted).items() if many_so > 1}
    for one in counted:
        where = region_name(one.region) if one.region else one.source
        name = f"{one.body} ({where})" if one.body in several and where else one.body
        for count in one.counts:
            counts = f"{count.kind} of term {count.term}" if count.term else count.kind
            missing = [f"1–{count.earlier}" if count.earlier > 1 else "1"] if count.earlier else []
            missing += ranges(gap.number for gap in count.gaps)
            table.add_row(
                name, counts, ", ".join(ranges(count.known)), ", ".join(missing) or "none",
                f"{count.percent_since_first:.0f} %", f"{count.percent:.0f} %",
            )  # fmt: skip
    console.print(table if counted else "no meeting here has a number: nobody can say what is missing")
    without = sum(one.unnumbered for one in found)
    if without:
        console.print(
            many(without, "meeting has no number and is not counted", "meetings have no number and are not counted"),
            style="dim",
        )
