"""How fast workbooks are read, as ratios within one run: `python -m benchmarks.read_speed [FOLDER]`.

The workbooks are those of a folder, the December example by default: ten sheets each, as openpyxl writes them.
Each is also turned into the form Excel and WPS write: Chinese in UTF-8, texts shared. Floor: unzip and
parse without handlers, over the parts the reader reads. Peer: openpyxl loading the same book. Smallest CPU
time of several rounds, each taking all readers in turn.
"""

import io
import re
import statistics
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, unescape

import openpyxl

from benchmarks.bombs import peak_megabytes
from tests.sheets.hostile import MAIN
from toolkit.findings import Unreadable
from toolkit.sheets.source import read_bytes

DECEMBER = Path(__file__).parent.parent / "examples" / "december"
ROUNDS = 15
COUNTIES = 2_850
SHARED_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sharedStrings+xml"/></Types>'
)
_READ = re.compile(r"^_rels/|^xl/(_rels|workbook|styles|sharedStrings|comments|worksheets)(?!.*\.vml)")
_INLINE = re.compile(r' t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>')
_NUMBERED = re.compile(r"&#([0-9]+);")


def floor(data: bytes) -> None:
    """The least that reading a book can cost."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            if _READ.match(name):
                expat.ParserCreate().Parse(book.read(name), True)


def peer(data: bytes) -> None:
    """A well-known reader merely loading the book."""
    openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def as_excel(data: bytes) -> bytes:
    """The same book in the form Excel and WPS write."""
    texts: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        return f' t="s"><v>{texts.setdefault(unescape(match[1]), len(texts))}</v></c>'

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".xml"):
                text = _NUMBERED.sub(lambda match: chr(int(match[1])), content.decode())
                if name.startswith("xl/worksheets/"):
                    text = _INLINE.sub(shared, text).replace(' t="n"></c>', "/>").replace(' t="n"', "")
                content = text.encode()
            if name == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                relation = f'<Relationship Id="shared" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", relation.encode())
            if name == "[Content_Types].xml":
                content = content.replace(b"</Types>", SHARED_TYPE.encode())
            target.writestr(name, content)
        hint = '<phoneticPr fontId="1" type="noConversion"/>'
        items = "".join(f"<si><t>{escape(text)}</t>{hint}</si>" for text in texts)
        target.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" count="0">{items}</sst>')
    return buffer.getvalue()


def written_by_openpyxl(path: Path) -> bool:
    """Whether a book has its texts in its cells."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as book:
        return "xl/sharedStrings.xml" not in book.namelist()


def smallest(data: bytes, rounds: int, *readers: Callable[[bytes], object]) -> list[float]:
    """The smallest CPU time of each reader over so many rounds."""
    best = [float("inf")] * len(readers)
    for _ in range(rounds):
        for place, reader in enumerate(readers):
            start = time.process_time()
            reader(data)
            best[place] = min(best[place], time.process_time() - start)
    return best


def _many(folder: Path) -> None:
    """As many as all counties of China would send, one after the other in this process."""
    books = [data for path in sorted(folder.rglob("*.xls?")) if (data := path.read_bytes())]
    start = time.process_time()
    cells = 0
    for number in range(COUNTIES):
        with suppress(Unreadable):
            book = read_bytes(books[number % len(books)])
            cells += sum(len(row) for sheet in book.sheets for row in sheet.rows.values())
    spent, peak = time.process_time() - start, peak_megabytes()
    sys.stdout.write(f"{COUNTIES} workbooks, {cells} cells: {spent:.1f} s of CPU, peak {peak:.0f} MB\n")


def main(folder: Path) -> None:
    """One line for very many books, and one a form: median ratios over all books."""
    _many(folder)
    books = [path.read_bytes() for path in sorted(folder.rglob("*.xlsx")) if written_by_openpyxl(path)]
    for name, change in (("as openpyxl writes", bytes), ("as Excel writes", as_excel)):
        lines = [smallest(change(data), ROUNDS, floor, read_bytes) for data in books]
        peers = [smallest(change(data), 2, read_bytes, peer) for data in books]
        ratio = statistics.median(ours / least for least, ours in lines)
        faster = statistics.median(theirs / ours for ours, theirs in peers)
        milliseconds = 1000 * statistics.median(ours for _, ours in lines)
        sys.stdout.write(
            f"{name:20} {len(books)} books: reader {ratio:.2f} × the floor ({milliseconds:.1f} ms a book), "
            f"openpyxl {faster:.1f} × the reader\n"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DECEMBER)
