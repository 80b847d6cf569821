"""Write ``fold.tsv`` out of OpenCC's tables: ``python -m index_mappings.analysis.generate``.

The fold makes equal what only differs in script or width, one character to one
character, so that an offset into folded text is an offset into the original.
A test compares the committed file with what the installed OpenCC gives.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent
#: Marks that stand between the parts of a transcribed name, seen on sites of both scripts.
NAME_DOTS = "‧•・∙⋅･"


def fold_pairs() -> dict[str, str]:
    """Return every character that the fold changes, with what it becomes."""
    import opencc

    to_simplified = opencc.OpenCC("t2s", include_tofu_risk_dictionaries=False).convert
    pairs = {}
    for code in [*range(0x80, 0xD800), *range(0xE000, 0x1_0000), *range(0x1_F100, 0x1_F200), *range(0x2_0000, 0x3_2000)]:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) != 1:
            plain = character
        folded = to_simplified(plain)
        if len(folded) == 1 and folded != character:
            pairs[character] = folded
    return pairs | dict.fromkeys(NAME_DOTS, "·")


def main() -> None:
    """Write the table beside this file."""
    lines = [f"{before}\t{after}\n" for before, after in sorted(fold_pairs().items())]
    (FOLDER / "fold.tsv").write_text("".join(lines), "utf-8")
    print(f"{len(lines)} pairs")


if __name__ == "__main__":
    main()
