"""Write the tables of this folder out of OpenCC's and Unicode's: ``python -m index_mappings.analysis.generate``.

The fold makes equal what only differs in script or width, one character to one
character, so that an offset into folded text is an offset into the original.
A test compares the committed files with what the installed OpenCC gives.
"""

from __future__ import annotations

import subprocess
import tempfile
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent
#: Marks that stand between the parts of a transcribed name, seen on sites of both scripts.
NAME_DOTS = "‧•・∙⋅･"
#: Marks that the regions set differently in the same sentence.
MARKS = {
    '"': "“”„‟「」『』﹁﹂﹃﹄〝〞〟«»",
    "'": "‘’‚‛",
    "-": "‐‑‒–—―−﹣",
    "~": "〜∼",
    "\n": "\x0b\x0c\x85\u2028\u2029",
}
#: Forms of a character that OpenCC leaves as they are, behind the one they become: of Hong Kong (衞生), of print before
#: 1950 (敎育), of signs and menus.
VARIANTS = (
    "卫衞 青靑 清淸 真眞 告吿 教敎 既旣 即卽 乡鄕 叙敍 郎郞 高髙 概槪 慎愼 值値 果菓 阔濶 矿鑛 "
    "妆粧 苏甦 台枱 粽糭 痹痺 檐簷 冰氷 每毎 同仝 国囯囻 涅湼 污汚 步歩 查査 德徳 巨鉅钜 仿彷"
)
#: Characters that one script or region tells apart and another does not (着手, 著手): equal where texts are compared,
#: and kept apart where names are read.
ALIKE = "着著 了瞭 借藉"
#: Latin, Greek and Cyrillic, whose lower case is the same in every version of Unicode since 6.
CASED = [range(0x41, 0x5B), range(0xC0, 0x250), range(0x370, 0x400), range(0x400, 0x530), range(0x1E00, 0x1F00)]


def fold_pairs() -> dict[str, str]:
    """Return every character that the fold changes, with what it becomes."""
    import opencc

    to_simplified = opencc.OpenCC("t2s", include_tofu_risk_dictionaries=False).convert
    pairs = {}
    for code in [
        *range(0x80, 0xD800),
        *range(0xE000, 0x1_0000),
        *range(0x1_F100, 0x1_F200),
        *range(0x2_0000, 0x3_2000),
    ]:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) != 1:
            plain = character
        folded = to_simplified(plain)
        if len(folded) == 1 and folded != character:
            pairs[character] = folded
    variants = _to_first(VARIANTS)
    clash = [before for before in variants if before in pairs and pairs[before] != variants[before]]
    if clash:
        raise ValueError(f"OpenCC folds these otherwise: {clash}")
    return pairs | variants | dict.fromkeys(NAME_DOTS, "·")


def mark_pairs() -> dict[str, str]:
    """Return what comparing makes equal beyond the fold: letter case, accents, and what MARKS and ALIKE have."""
    lower = {chr(code): _plain(chr(code).lower()) for letters in CASED for code in letters}
    pairs = {before: after for before, after in lower.items() if before != after and len(after) == 1}
    pairs |= {before: after for after, alike in MARKS.items() for before in alike}
    return pairs | _to_first(ALIKE)


def _to_first(forms: str) -> dict[str, str]:
    """Return each form of a character with the first one; the forms stand together, and characters apart."""
    return {before: same[0] for same in forms.split() for before in same[1:]}


def _plain(letter: str) -> str:
    """Return a Latin letter without its accents: António is typed Antonio."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter


def regional_words() -> list[list[str]]:
    """Return rows of words that mean the same in different regions, folded, the mainland's first.

    They are OpenCC's TWPhrases of two characters and more, without the pairs of
    ``regional_dropped.txt``.
    """
    fold = {ord(before): after for before, after in fold_pairs().items()}
    text = (FOLDER / "regional_dropped.txt").read_text("utf-8")
    dropped = {tuple(line.split()) for line in text.splitlines() if line and not line.startswith("#")}
    rows = []
    for line in _opencc_table("TWPhrases"):
        word, _, others = line.translate(fold).partition("\t")
        kept = [
            other
            for other in dict.fromkeys(others.split(" "))
            if other != word and min(len(word), len(other)) > 1 and (word, other) not in dropped
        ]
        if kept:
            rows.append([word, *kept])
    return sorted(rows)


def _opencc_table(name: str) -> list[str]:
    # The wheels carry binary tables only, and beside them the program that turns them into text.
    import opencc

    package = Path(opencc.__file__).parent / "clib"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "table.txt"
        table = package / "share" / "opencc" / f"{name}.ocd2"
        command = [*map(str, [package / "bin" / "opencc_dict", "-i", table, "-o", out]), "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, capture_output=True)
        return out.read_text("utf-8").splitlines()


def tables() -> dict[str, str]:
    """Return the content of every generated file by its name."""
    return {
        "fold.tsv": "".join(f"{before}\t{after}\n" for before, after in sorted(fold_pairs().items())),
        "marks.tsv": "".join(
            f"{ord(before):04X}\t{ord(after):04X}\n" for before, after in sorted(mark_pairs().items())
        ),
        "regional.tsv": "".join("\t".join(row) + "\n" for row in regional_words()),
    }


def main() -> None:
    """Write the tables beside this file."""
    for name, text in tables().items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
        print(f"{name}: {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
