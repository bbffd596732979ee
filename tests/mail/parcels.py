"""One whole parcel of every kind, and what may become of a damaged one: pieces and troubles, nothing else."""

from tests.mail.outlook import Message, msg, winmail
from tests.mail.post import WORKBOOK, attachment, cut_words, mail
from tests.mail.test_archive import NAME, packed, seven_zip
from toolkit.findings import Finding
from toolkit.mail.parcel import Trouble
from toolkit.mail.unpack import unpack

SMALL = b"name,code\r\n" * 40


def originals() -> dict[str, bytes]:
    """By the name under which it arrives."""
    named = f'attachment; filename="{cut_words(NAME, "utf-8", (10, 22))}"'
    inner = mail(attachment(b'attachment; filename="' + NAME.encode("gbk") + b'"', SMALL), boundary=b"b2")
    zipped = packed((NAME, SMALL), ("b.zip", packed((NAME, SMALL))))
    return {
        "a.eml": mail(attachment(named, SMALL), attachment("attachment; filename*0*=gb2312''%D0%EC; filename*1=.csv", SMALL)),
        "nested.eml": mail(b"Content-Type: message/rfc822\r\n\r\n" + inner, attachment('attachment; filename="a.zip"', zipped)),
        "a.msg": msg(Message({NAME: SMALL, "b.csv": SMALL}, inner=[Message({NAME: SMALL}, page=936)], headers="Received: a; b\r\n")),
        "winmail.dat": winmail({NAME: SMALL}, [winmail({"a.csv": SMALL})]),
        "a.zip": zipped,
        "a.7z": seven_zip([(NAME, SMALL)]),
        "book.zip": packed((NAME, WORKBOOK)),
    }


def judge(data: bytes, name: str) -> tuple[str, ...]:
    """What became of a mutant; any exception passes through. Every trouble can be said."""
    finds = unpack(data, name)
    for find in finds:
        if isinstance(find, Trouble):
            finding = Finding(find.rule, words=find.words)
            assert finding.message
            assert finding.advice
    return tuple(sorted({find.rule.code if isinstance(find, Trouble) else "piece" for find in finds})) or ("nothing",)
