"""The other ways to write the number of a meeting or a year: 第98次 as 第九十八次, 113年 as 一百一十三年. Pure."""

from __future__ import annotations

from functools import cache

_DIGITS, _SHORTER = "〇一二三四五六七八九", ("千", "百", "十", "")
#: Every character of a number that is written in Chinese.
WRITTEN = "零○〇一二三四五六七八九十百千"
#: A number behind 第 and before what it counts, or a year of three digits and more: shorter ones stand within others.
NUMBER = (
    rf"(?<=第)(?:[0-9]{{1,4}}|[{WRITTEN}]{{1,8}})(?=[^\W0-9{WRITTEN}])"
    rf"|(?<![0-9])[0-9]{{3,4}}(?=年)|(?<![{WRITTEN}])(?:[零○〇一二三四五六七八九]{{3,4}}|[一二三四五六七八九]?[百千][{WRITTEN}]{{0,6}})(?=年)"
)


def other_numbers(written: str) -> tuple[str, ...]:
    """Return the other forms of a number from 1 to 9,999, none where it is none: 113 → 一百一十三, 一百十三, 一一三."""
    number = number_of(written) or 0
    return tuple(form for form in (str(number), *_forms(number)) if form != written) if 0 < number < 10_000 else ()


def number_of(written: str) -> int | None:
    """Return a number from its digits, or up to 9,999 from its characters; None where it is none."""
    plain = written.replace("○", "〇")
    return int(plain) if plain.isdecimal() and plain.isascii() else _numbers().get(plain)


@cache
def _numbers() -> dict[str, int]:
    return {form: number for number in range(1, 10_000) for form in _forms(number)}


def _forms(number: int) -> list[str]:
    """Return how a number is written in Chinese: spelt, and, of three digits or more, digit by digit."""
    spelt = ""
    for digit, place in zip(f"{number:04}", _SHORTER, strict=True):
        if digit != "0":
            spelt += _DIGITS[int(digit)] + place
        elif spelt and not spelt.endswith("零"):
            spelt += "零"
    spelt = spelt.rstrip("零")
    spelt = spelt.removeprefix("一") if spelt.startswith("一十") else spelt
    singly = "".join(_DIGITS[int(digit)] for digit in str(number)) if number > 99 else spelt
    found = (spelt, spelt.replace("百一十", "百十"), singly)
    forms = [form for one in found for form in (one, one.replace("零", "〇"), one.replace("〇", "零"))]
    return list(dict.fromkeys([*forms, singly.replace("〇", "○")]))
