"""Print the table of cities by their codes, in both scripts: ``python tools/build_cities.py > index_mappings/cities.tsv``.

Of the lexicon of places and OpenCC; run by hand and committed, as the lexicon is.
"""

from __future__ import annotations

import sys

import opencc

from jiyao.kibana.labels import regions

_PROVINCE = 2


def table() -> str:
    """Return a line a city: its digits, its name in Simplified and in Traditional."""
    simplified, traditional = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    lines = []
    for code, name in sorted(regions().items()):
        if len(code) > _PROVINCE:
            both = (name, traditional(name)) if simplified(name) == name else (simplified(name), name)
            lines.append("\t".join((code, *both)) + "\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table())
