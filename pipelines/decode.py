"""From bytes to text: the encoding by byte order mark, source, header, meta and content, in that order.

The GB family is always read as GB18030 and Big5 always with HKSCS, their
supersets, because pages declare ``gb2312`` and ``big5`` and use more.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from jiyao.model import Capture
from jiyao.patterns import regex

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = regex(rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_HEADER = regex(r"""charset\s*=\s*["']?([\w.:-]+)""", re.I)
_SUPERSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "cp950": "big5hkscs", "big5hkscs": "big5hkscs",
    "latin-1": "cp1252", "iso8859-1": "cp1252", "ascii": "utf-8",
}  # fmt: skip
_WESTERN = ("cp1252", "iso8859-15", None)
# The commonest characters of running text in both scripts: what is read in the wrong encoding hardly holds any.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二"
    "理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条"
    "只没结解问意建月公无系军很情最什思期會議縣長這個為國來時們對發後說產種過進著電裡實現當點從業應開還樣與關間無問變條結數氣員"
)
_SAMPLE = 4096
#: What files that are no pages begin with, and how their types are called where the bytes do not tell.
_FILES = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive or a file of an office program (docx, xlsx, ods)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old office program (doc, xls, ppt, wps)"),
    (b"{\\rtf", "an RTF file"), (b"Rar!\x1a\x07", "a RAR archive"), (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xff\xd8\xff", "a picture"), (b"\x89PNG\r\n", "a picture"), (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"), (b"MM\x00*", "a picture"), (b"RIFF", "a picture or a recording"),
)  # fmt: skip
_TYPES = (
    (regex(r"application/(?:x-)?pdf\b", re.I), "a PDF"),
    (regex(r"application/(?:msword|vnd\.|kswps|wps|rtf)", re.I), "a file of an office program"),
    (regex(r"application/(?:zip|x-(?:rar|zip|7z)[\w-]*)", re.I), "an archive of files"),
    (regex(r"(?:image|audio|video)/(?!svg)", re.I), "a picture or a recording"),
)
_WHATWG_SPACE = ("\ue5e5", "\u3000")  # GB A3A0: browsers show the wide space that pages mean (Encoding Standard)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding that gave it, and how many places could not be read."""

    text: str
    encoding: str
    replaced: int = 0

    @property
    def broken(self) -> bool:
        """Whether more than a little is unreadable: over one character in 500, and over three."""
        return self.replaced > 3 and self.replaced * 500 > len(self.text)


def text_of(capture: Capture, declared: str | None = None) -> str:
    """Return the text of a captured page; what cannot be read becomes U+FFFD (see :func:`decode`)."""
    return decode(capture.body, capture.header("Content-Type"), declared).text


def file_kind(body: bytes, content_type: str | None) -> str | None:
    """Return what an answer is that is no page, such as ``a PDF``: by its first bytes, then by its header; else None."""
    begin = body[:_SAMPLE].removeprefix(codecs.BOM_UTF8).lstrip()
    if found := next((kind for first, kind in _FILES if begin.startswith(first)), None):
        return found
    if begin[:1] in (b"", b"<", b"{", b"["):  # a page that the header calls otherwise
        return None
    return next((kind for pattern, kind in _TYPES if pattern.match(content_type or "")), None)


def decode(body: bytes, content_type: str | None, declared: str | None = None) -> Decoded:
    """Return the page's text. ``declared`` is what the source file says, ``content_type`` the header.

    A page that says nothing, or that lies, is read in the encoding that leaves
    least unreadable and most of it common Chinese.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name)
    header, meta = _from_header(content_type), _from_meta(body)
    if header in _WESTERN and meta not in _WESTERN:
        header, meta = meta, header  # what a server says of everything
    said = [name for name in (_known(declared), header, meta) if name]
    if declared and said:
        first = _read(body, said[0])
        if not first.broken:
            return first
    if _is_utf8(body):
        return _read(body, "utf-8")
    readings = [_read(body, name) for name in dict.fromkeys([*said, "utf-8", "gb18030", "big5hkscs"])]
    honest = next(
        (reading for reading in readings[: len(set(said))] if not reading.broken and _plausible(reading)), None
    )
    return honest or min(readings, key=lambda reading: (reading.broken, -_commonness(reading), reading.replaced))


def _read(body: bytes, name: str) -> Decoded:
    text = body.decode(name, "replace")
    replaced = text.count("\ufffd")
    if replaced and "\ufffd" in body.decode(name, "ignore"):
        replaced -= body.decode(name, "ignore").count("\ufffd")  # the page's own
    return Decoded(text.replace(*_WHATWG_SPACE) if name == "gb18030" else text, name, replaced)


def _is_utf8(body: bytes) -> bool:
    """Return whether ``body`` is UTF-8 beyond chance: no error before a cut end, and three wide characters."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return False
    return text.isascii() or sum(character > "\u07ff" for character in text) >= 3


def _commonness(reading: Decoded) -> float:
    wide = [character for character in reading.text[: _SAMPLE * 16] if character > "\u2e7f"][:_SAMPLE]
    return sum(character in _COMMON for character in wide) / len(wide) if wide else 0.0


#: Letters beyond ASCII in a row, as Chinese read in a Western encoding has them and no Western text.
_MANGLED, _FEWEST_MANGLED = regex("[\x80-\x9f¡-¶¸-ɏ]{6,}"), 3


def _plausible(reading: Decoded) -> bool:
    if len(_MANGLED.findall(reading.text[: _SAMPLE * 16])) >= _FEWEST_MANGLED:
        return False  # a server says ISO-8859-1 of everything
    wide = sum(character > "\u2e7f" for character in reading.text[: _SAMPLE * 16])
    return wide < 50 or _commonness(reading) > 0.08


def _from_header(content_type: str | None) -> str | None:
    found = _HEADER.search(content_type or "")
    return _known(found[1]) if found else None


def _from_meta(body: bytes) -> str | None:
    found = _META.search(body[:_SAMPLE])
    return _known(found[1].decode("ascii", "ignore")) if found else None


def _known(name: str | None) -> str | None:
    """Return the codec that reads the encoding's superset, None for a name nobody knows."""
    try:
        codec = codecs.lookup(name or "").name
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(codec, codec)
