"""Headers of a mail as people meant them: encoded words, parameters, names of attachments, addresses, days.

The standard library gets a quarter of the names right that Chinese mail programs write; this is what it lacks.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import date, timedelta, timezone
from email.utils import parseaddr, parsedate_to_datetime
from itertools import groupby
from urllib.parse import unquote_to_bytes

from toolkit.mail.charsets import decode, guess

SHANGHAI = timezone(timedelta(hours=8))
"""The day of receipt is the office's day, whatever zone a mail server counts in."""

_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(?<=\?=)\s+(?==\?)")
_RUN = re.compile(rf"(?:{_WORD.pattern})+")
_PERCENT = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_FOLD = re.compile(r"\r?\n[ \t]*")
_SECTION = re.compile(r"([^*\s]+?)(?:\*(\d+))?(\*)?")


def text_of(raw: str) -> str:
    """A header's raw value (other bytes than ASCII as surrogates) as text, encoded words and all."""
    return encoded_words(guess(raw.encode("utf-8", "surrogateescape")) if not raw.isascii() else raw)


def encoded_words(text: str) -> str:
    """RFC 2047 words decoded; those that follow each other together, as many programs cut them inside a character."""
    return _RUN.sub(_run, _BETWEEN_WORDS.sub("", text))


def _run(match: re.Match[str]) -> str:
    said, bytes_so_far, label = "", b"", ""
    carried = ""
    for charset, how, payload in _WORD.findall(match[0]):
        if charset.lower() != label:
            said, bytes_so_far, label, carried = said + decode(bytes_so_far, label), b"", charset.lower(), ""
        if how in "bB":
            carried += "".join(payload.split())
            if len(carried) % 4 == 0 or carried.endswith("="):
                bytes_so_far, carried = bytes_so_far + lenient_base64(carried), ""
        else:
            bytes_so_far += _quoted(payload)
    return said + decode(bytes_so_far + lenient_base64(carried), label)


def lenient_base64(text: str | bytes) -> bytes:
    """Base64 with whatever stands between its letters left out, and what is missing at its end left open."""
    data = text.encode("ascii", "ignore") if isinstance(text, str) else text
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    left = len(letters) % 4  # one letter too many says nothing
    return base64.b64decode(letters[: len(letters) - left] + (letters[-left:] + b"=" * (4 - left) if left > 1 else b""))


def _quoted(payload: str) -> bytes:
    """Q encoding; what should have been encoded and was not stands for itself."""
    return binascii.a2b_qp(payload.replace(" ", "_").encode("utf-8", "surrogateescape"), header=True)


def parameters(raw: str) -> dict[str, str]:
    """What stands behind the first semicolon of a header, by name: continued, labelled, percent-encoded or plain."""
    text = guess(raw.encode("utf-8", "surrogateescape")) if not raw.isascii() else raw
    sections: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, value in _pairs(_FOLD.sub(" ", text)):
        match = _SECTION.fullmatch(name)
        if match:
            order = int(match[2][:4]) if match[2] else -1
            sections.setdefault(match[1].lower(), {}).setdefault(order if not match[3] or match[2] else -2, (bool(match[3]), value))
    return {name: _joined(parts) for name, parts in sections.items()}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """name=value behind each semicolon; a value in quotes may hold semicolons."""
    at = text.find(";")
    while at >= 0:
        equals = text.find("=", at)
        if equals < 0:
            return
        name = text[at + 1 : equals].rpartition(";")[2].strip()
        value, at = _value(text, equals + 1)
        yield name, value


def _value(text: str, at: int) -> tuple[str, int]:
    while at < len(text) and text[at].isspace():
        at += 1
    if at < len(text) and text[at] == '"':
        match = re.compile(r'"((?:\\["\\]|[^"])*)(?:"|$)').match(text, at)
        if match:
            return re.sub(r'\\(["\\])', r"\1", match[1]), text.find(";", match.end())
    end = text.find(";", at)
    return (text[at:end] if end >= 0 else text[at:]).strip(), end


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    """One parameter out of its sections: the labelled form (name*=) before the continued before the plain."""
    chosen = [parts[-2]] if -2 in parts else [parts[order] for order in sorted(parts) if order >= 0] or [parts[-1]]
    if not any(is_encoded for is_encoded, _ in chosen):
        return "".join(value for _, value in chosen)
    first, label = chosen[0][1], ""
    if chosen[0][0] and first.count("'") >= 2:
        label, _, first = first.split("'", 2)
    values = [(chosen[0][0], first), *chosen[1:]]
    # A section that is not encoded may hold a percent sign that is one; neighbours may share an escape.
    runs = groupby(values, key=lambda section: section[0])
    texts = [(is_encoded, "".join(value for _, value in run)) for is_encoded, run in runs]
    return decode(b"".join(unquote_to_bytes(text) if is_encoded else text.encode("utf-8", "surrogateescape") for is_encoded, text in texts), label)


def name_in(*headers: str | None) -> str:
    """An attachment's name out of Content-Disposition and Content-Type, the first that gives one; empty for none."""
    for header, key in zip(headers, ("filename", "name"), strict=False):
        if header and (found := parameters(header).get(key)):
            return readable(found)
    return ""


def readable(name: str) -> str:
    """A name without the wrappings programs leave on it: encoded words, percent signs, folders."""
    text = encoded_words(name.strip())
    if text.isascii() and _PERCENT.search(text):
        text = guess(unquote_to_bytes(text))
    return re.split(r"[/\\]", text)[-1].strip() or text.strip("/\\ ")


def header_in(headers: str, name: str) -> str:
    """The first header of a name in a block of them."""
    match = re.search(rf"^{name}:(.*(?:\r?\n[ \t].*)*)", headers, re.IGNORECASE | re.MULTILINE)
    return match[1].strip() if match else ""


def address_of(raw: str) -> str:
    """The address in a From header, in lower case."""
    return parseaddr(text_of(raw))[1].strip().lower()


def day_of(received: str, sent: str) -> date | None:
    """The day on which a mail came in: as the receiving server stamped it, or else as its sender dated it."""
    for stamp in (received.rpartition(";")[2], sent):
        try:
            when = parsedate_to_datetime(stamp.strip())
            return (when if when.tzinfo else when.replace(tzinfo=SHANGHAI)).astimezone(SHANGHAI).date()
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None
