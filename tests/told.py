"""Who was there by what we understand of a text, in a form that a test can write down."""

from jiyao.model import Article
from pipelines.flow import understand

People = dict[str, tuple[tuple[str, ...], frozenset[str]]]
Person = tuple[str, str, str]


def people(text: str) -> People:
    report = understand(Article("", "", text), None)
    return {p.name: (p.titles, frozenset(map(str, p.roles))) for p in report.attendances}


def of(titles: str, roles: str) -> tuple[tuple[str, ...], frozenset[str]]:
    return tuple(titles.split()), frozenset(roles.split())


def told(text: str) -> set[Person]:
    """Return name, titles and roles (in the order of their letters) of everyone, titles and roles as words with blanks."""
    return {(name, " ".join(titles), " ".join(sorted(roles))) for name, (titles, roles) in people(text).items()}
