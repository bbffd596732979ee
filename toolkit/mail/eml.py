"""A mail as mail servers pass it on (.eml): its envelope, its attachments, the mails inside it."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import errors
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import files
from toolkit.mail.bounds import MAX_BODY, MAX_BOUNDARIES, MAX_HEADER, MAX_LINES, MAX_PARTS, too_much
from toolkit.mail.charsets import decode
from toolkit.mail.headers import address_of, day_of, lenient_base64, name_in, parameters, text_of
from toolkit.mail.parcel import Envelope
from toolkit.sheets.formats.sniff import from_first_header

_LINKS = re.compile(
    r"超大附件|文件中转站|云附件|mail\.qq\.com/cgi-bin/ftnExs|mail\.qq\.com/ftn/|dashi\.163\.com|mail\.163\.com/large-attachment|"
    r"mail\.126\.com/large-attachment|attachments?-download"
)
_BROKEN_OFF = (errors.CloseBoundaryNotFoundDefect, errors.StartBoundaryNotFoundDefect)
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


@dataclass(slots=True)
class Mail:
    """One mail, taken apart. `inner` are the bytes of mails attached to it, by name."""

    envelope: Envelope
    attachments: list[tuple[str, bytes]] = field(default_factory=list)
    inner: list[tuple[str, bytes]] = field(default_factory=list)
    broken_off: bool = False
    links: bool = False
    sealed: bool = False


def read_mail(data: bytes) -> Mail:
    """Take a mail apart.

    Raises:
        Unreadable: it is beyond the bounds, or no mail.
    """
    if data.count(b"\n") + data.count(b"\r") > 2 * MAX_LINES:
        raise too_much("邮件的行数", f"{MAX_LINES:,}")
    if len(re.findall(rb"(?i)boundary", data)) > MAX_BOUNDARIES or data.count(b"\n--") > MAX_PARTS:
        raise too_much("邮件里的段数", f"{MAX_PARTS:,}")
    try:
        message = BytesParser(policy=compat32).parsebytes(from_first_header(data))
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError) as error:
        raise Unreadable(files.DAMAGED, detail="邮件内部结构不完整") from error
    mail = Mail(_envelope(message))
    for part in _leaves(message):
        _take(mail, part)
    mail.broken_off = any(isinstance(defect, _BROKEN_OFF) for part in _all_parts(message) for defect in part.defects)
    return mail


def _raw(message: Message, name: str) -> str:
    """A header's first value as it stands."""
    found = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if len(found) > MAX_HEADER:
        raise too_much("一项邮件头的长度", f"{MAX_HEADER:,} 字")
    return found


def _envelope(message: Message) -> Envelope:
    day = day_of(_raw(message, "received"), _raw(message, "date"))
    return Envelope(address_of(_raw(message, "from")), text_of(_raw(message, "subject")), day)


def _all_parts(message: Message) -> Iterator[Message]:
    """The bodies of one mail, not those of mails attached to it."""
    yield message
    if message.is_multipart() and not _is_mail(message):
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _all_parts(part)


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in _all_parts(message) if not part.is_multipart() or _is_mail(part))


def _is_mail(part: Message) -> bool:
    return _kind(part) in {"message/rfc822", "message/global"}


def _kind(part: Message) -> str:
    return _raw(part, "content-type").partition(";")[0].strip().lower() or "text/plain"


def _take(mail: Mail, part: Message) -> None:
    kind, name = _kind(part), name_in(_raw(part, "content-disposition"), _raw(part, "content-type"))
    if _is_mail(part):
        mail.inner.append((name or "转发的邮件.eml", _inner_mail(part)))
    elif kind in _SEALED or name.lower() in {"smime.p7m", "encrypted.asc"}:
        mail.sealed = True
    elif name or not kind.startswith("text/") or kind == "text/csv":
        if kind not in _SIGNATURES:
            mail.attachments.append((name or "（没有名称的附件）", _content(part)))
    else:
        body = _content(part)[:MAX_BODY]
        label = parameters(_raw(part, "content-type")).get("charset", "")
        mail.links = mail.links or has_links(decode(body, label))


def has_links(text: str) -> bool:
    """Whether a mail's text points to attachments that are kept on the mail provider's server."""
    return _LINKS.search(text) is not None


def _inner_mail(part: Message) -> bytes:
    """The bytes of an attached mail; some programs encode them, which the standard leaves no room for."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        return _content(part)
    if _encoding(part) in {"base64", "quoted-printable"} and not inner.keys():
        return _decoded(_raw_body(inner), _encoding(part))
    return inner.as_bytes(policy=compat32.clone(max_line_length=0))


def _encoding(part: Message) -> str:
    return _raw(part, "content-transfer-encoding").split(";")[0].strip().lower()


def _raw_body(part: Message) -> bytes:
    """A body's bytes as they stand: the library gives them up only for a part that claims no encoding."""
    del part["content-transfer-encoding"]
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _content(part: Message) -> bytes:
    encoding = _encoding(part)
    return _decoded(_raw_body(part), encoding)


def _decoded(data: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return lenient_base64(data)
    return quopri.decodestring(data) if encoding == "quoted-printable" else data
