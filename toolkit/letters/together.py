"""Letters of one template bound into one document: each a section of its own."""

import re
from collections.abc import Sequence

from toolkit.findings import Finding
from toolkit.findings.catalogue import templates as say
from toolkit.letters.tags import TemplateFault

_BODY = re.compile(rb"(.*?<w:body\b[^>]*>)(.*)(<w:sectPr\b.*?</w:sectPr>)(\s*</w:body>.*)", re.DOTALL)
_REPLACED = re.compile(rb"<w:(?:type|pgNumType)\b[^>]*/>")
_START = b'<w:type w:val="oddPage"/>'
"""A letter printed on both sides begins on a sheet of its own."""
_COUNT = b'<w:pgNumType w:start="1"/>'
_MARGINS = re.compile(rb"(<w:pgMar\b[^>]*/>)")


def together(documents: Sequence[bytes]) -> bytes:
    """The texts of documents, each ending in its section, as one.

    Raises:
        TemplateFault: the page setup has gone from the template.
    """
    parts = [match for document in documents if (match := _BODY.fullmatch(document))]
    if len(parts) != len(documents):
        raise TemplateFault(Finding(say.NO_SECTION))
    bodies = [match[2] + b"<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>" + _section(match[3]) + b"</w:pPr></w:p>"
              for match in parts[:-1]]  # fmt: skip
    first, last = parts[0], parts[-1]
    return first[1] + b"".join(bodies) + last[2] + _section(last[3]) + last[4]


def _section(properties: bytes) -> bytes:
    """The section begins on an odd page and counts from 1; elements in the order the schema wants."""
    bare = _REPLACED.sub(b"", properties)
    begun = bare.replace(b"<w:pgSz", _START + b"<w:pgSz", 1)
    return _MARGINS.sub(lambda found: found[1] + _COUNT, begun, count=1)
