"""Who was there by what we understand of a text, in a form that a test can write down."""

from jiyao.model import Article, Report
from pipelines.flow import understand
from pipelines.texts import when_published

People = dict[str, tuple[tuple[str, ...], frozenset[str]]]
Person = tuple[str, str, str]


def understood(text: str, published: str | None = None, title: str = "") -> Report:
    return understand(Article("", title, text), when_published(published) if published else None)


def people(text: str) -> People:
    report = understood(text)
    return {p.name: (p.titles, frozenset(map(str, p.roles))) for p in report.attendances}


def of(titles: str, roles: str) -> tuple[tuple[str, ...], frozenset[str]]:
    return tuple(titles.split()), frozenset(roles.split())


def told(text: str) -> set[Person]:
    """Return name, titles and roles (in the order of their letters) of everyone, titles and roles as words with blanks."""
    return {(name, " ".join(titles), " ".join(sorted(roles))) for name, (titles, roles) in people(text).items()}
