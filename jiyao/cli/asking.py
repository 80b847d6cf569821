"""The words and options that ask the corpus, the same for every command that searches it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from jiyao.cli.surroundings import day
from jiyao.errors import AskedWrongly
from jiyao.model import KINDS, LEVELS, Role
from jiyao.search import SearchQuery
from jiyao.search.query import SCRIPTS, SORTS, check_values, one_of

Several = list[str] | None
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help='Words (all must match), "exact phrases", -not, OR, brackets.'),
]


def query(
    words: Words = None,
    person: Annotated[Several, typer.Option(help="A person who took part; several must all.")] = None,
    role: Annotated[
        str | None, typer.Option(help=f"What that person did, or anybody: {', '.join(role.value for role in Role)}.")
    ] = None,
    person_as: Annotated[
        Several, typer.Option("--as", metavar="ROLE=NAME", help="A person with a role; several must all.")
    ] = None,
    formerly: Annotated[bool, typer.Option("--formerly", help="Also where an edit took that person out.")] = False,
    title: Annotated[Several, typer.Option(help="A title of office that somebody held.")] = None,
    group: Annotated[Several, typer.Option(help="A group or unit that attended.")] = None,
    cites: Annotated[Several, typer.Option(help="The title of a document that is cited.")] = None,
    statements: Annotated[bool | None, typer.Option(help="Only where somebody is quoted, or nobody.")] = None,
    place: Annotated[
        Several, typer.Option(help='A place or its official code, with all below it; "as written" in quotation marks.')
    ] = None,
    body: Annotated[Several, typer.Option(help="The body that met.")] = None,
    kind: Annotated[Several, typer.Option(help=f"The kind of meeting: {', '.join(KINDS)}.")] = None,
    level: Annotated[Several, typer.Option(help=f"The level of government: {', '.join(LEVELS)}.")] = None,
    ordinal: Annotated[Several, typer.Option(help="Which meeting of its body: 98, or 16.98 of one term.")] = None,
    source: Annotated[Several, typer.Option(help="The source.")] = None,
    publisher: Annotated[Several, typer.Option(help="Who published it, as the page says.")] = None,
    script: Annotated[Several, typer.Option(help=f"{', '.join(SCRIPTS)}.")] = None,
    held_from: Annotated[str | None, typer.Option("--from", help="Held on this day, month or year or later.")] = None,
    held_to: Annotated[str | None, typer.Option("--to", help="Held on this day, month or year or earlier.")] = None,
    published_from: Annotated[str | None, typer.Option(help="Published on this day or later.")] = None,
    published_to: Annotated[str | None, typer.Option(help="Published on this day or earlier.")] = None,
    new_since: Annotated[str | None, typer.Option(help="Seen first at this moment or later.")] = None,
    changed_since: Annotated[str | None, typer.Option(help="New or edited at this moment or later.")] = None,
    withdrawn_since: Annotated[str | None, typer.Option(help="Taken away by the site since this moment.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Pages that report no meeting too.")] = False,
    regional: Annotated[bool, typer.Option(help="Search regional words as well (資訊 / 信息).")] = True,
    sort: Annotated[str, typer.Option(help=f"{', '.join(SORTS)}.")] = "relevance",
    oldest_first: Annotated[bool, typer.Option("--oldest-first", help="The oldest first.")] = False,
) -> dict[str, Any]:
    """Return what these options say, by the names that :class:`SearchQuery` has for it."""
    several = {
        "person": person, "title": title, "group": group, "cites": cites, "place": place, "body": body, "kind": kind,
        "level": level, "ordinal": ordinal, "source": source, "publisher": publisher, "script": script,
    }  # fmt: skip
    days = {"held_from": held_from, "held_to": held_to, "published_from": published_from, "published_to": published_to}
    moments = {"first_seen_since": new_since, "captured_since": changed_since, "withdrawn_since": withdrawn_since}
    return {
        "text": " ".join(words or ()), "role": _role(role) if role else None,
        "person_as": tuple(map(_pair, person_as or ())), "formerly": formerly,
        "has_statements": statements, "meetings_only": not everything, "regional": regional, "sort": sort,
        "oldest_first": oldest_first, **{name: tuple(values or ()) for name, values in several.items()},
        **{name: day(written, _OPTION[name], last=name.endswith("_to")) for name, written in days.items()},
        **{name: _moment(written, _OPTION[name]) for name, written in moments.items()},
    }  # fmt: skip


#: What days and moments are called on the command line.
_OPTION = {
    "held_from": "--from",
    "held_to": "--to",
    "published_from": "--published-from",
    "published_to": "--published-to",
    "first_seen_since": "--new-since",
    "captured_since": "--changed-since",
    "withdrawn_since": "--withdrawn-since",
}


def asking(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of :func:`query`; what they say comes to it as ``asked``."""
    options = inspect.signature(query, eval_str=True).parameters
    own = [one for name, one in inspect.signature(command, eval_str=True).parameters.items() if name != "asked"]

    @wraps(command)
    def run(**given: Any) -> None:
        asked = query(**{name: given.pop(name) for name in options})
        command(**given, asked=asked)

    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in (*own, *options.values())]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def asked_query(asked: dict[str, Any], **more: Any) -> SearchQuery:
    """Return the query; it refuses itself what cannot be meant."""
    from pipelines.lexicon.regions import places_meant

    return check_values(SearchQuery(**asked | {"place": places_meant(asked["place"])}, **more))


class Asking(TyperCommand):
    """A command whose words may begin with a minus: ``-防汛`` is no option, and none of ours has one letter but -h."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take what begins with one minus for a word of the query."""
        end = args.index("--") if "--" in args else len(args)
        # A blank before it is nothing in a query, and no option begins so.
        words = [f" {arg}" if re.match(r"-(?![A-Za-z]$)[^-]", arg) else arg for arg in args[:end]]
        return super().parse_args(ctx, words + args[end:])


def _pair(written: str) -> tuple[Role, str]:
    role, sign, name = written.partition("=")
    if not sign or not name:
        known = ", ".join(one.value for one in Role)
        raise AskedWrongly(f"--as {written}", f"Write it like chair=彭超; the roles are {known}.")
    return _role(role), name


def _role(written: str) -> Role:
    one_of("role", written, tuple(one.value for one in Role))
    return Role(written)


def _moment(written: str | None, option: str) -> datetime | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        example = "2024-12-05, 2024-12-05T09:12 (in China's hour) or 2024-12-05T01:12Z"
        raise typer.BadParameter(f"{written!r} is no moment; write it like {example}", param_hint=option) from None
