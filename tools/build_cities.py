"""Print the table of cities by their codes, in both scripts: ``python tools/build_cities.py > index_mappings/cities.tsv``.

Of the lexicon of places and OpenCC; run by hand and committed, as the lexicon is.
"""

from __future__ import annotations

import sys

import opencc

from jiyao.kibana.labels import regions

_PROVINCE = 2
#: Names that OpenCC gets wrong: its 余 stays, as of a surname, and its 峯 is a variant that no city is written with.
#: All other characters that stand for several Traditional ones were looked through, and are right (台州, 岳陽, 咸寧 …).
_EXCEPTIONS = {"新余市": "新餘市", "赤峰市": "赤峰市"}


def table() -> str:
    """Return a line a city: its digits, its name in Simplified and in Traditional."""
    simplified, by_opencc = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    lines = []
    for code, name in sorted(regions().items()):
        if len(code) > _PROVINCE:
            is_simplified = simplified(name) == name
            both = (name, _EXCEPTIONS.get(name) or by_opencc(name)) if is_simplified else (simplified(name), name)
            lines.append("\t".join((code, *both)) + "\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table())
