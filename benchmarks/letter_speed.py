"""What 1,000 two-page letters with a table cost, as multiples of the least any program could do, and against docxtpl.

The floor copies the bytes of a letter's other parts and deflates each letter's document.xml, rendered already, as zlib does
it by default: no rendering, no check, not even a directory of the zip. Our writer deflates at a quicker level; the second
figure is against that writer alone with the same texts, so it shows what rendering and checking cost beside it. Ours includes
reading the template, as it is done once a batch, and the check of every letter: each value that is printed is looked at in
each letter (`pieces`); that no choice a template offers leaves an element open is looked at once (`tags._pairs`). What
a parser over each letter would cost on top is printed beside it. Every figure is CPU time of one run on one machine.

    python -m benchmarks.letter_speed [--letters 1000] [--docxtpl 20]
"""

import argparse
import io
import time
import zlib
from collections.abc import Callable
from xml.parsers import expat

from docxtpl import DocxTemplate

from tests.letters.samples import report_reminder
from toolkit.letters.build import template
from toolkit.letters.context import Context
from toolkit.letters.fill import Template
from toolkit.sheets.edit.package import Package

KIND, ROWS = "report-reminder", 12
DOCUMENT = "word/document.xml"
ROUNDS = 7


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--docxtpl", type=int, default=20, help="letters docxtpl writes; it is too slow for as many")
    arguments = parser.parse_args()
    data, contexts = template(KIND), [context(number) for number in range(arguments.letters)]
    ready = Template(data)
    letter = ready.render(contexts[0])
    texts = [Package(ready.render(each)).read(DOCUMENT) for each in contexts]
    some = contexts[: arguments.docxtpl]
    *costs, theirs = cpu(
        lambda: write(data, contexts), lambda: deflate(letter, texts), lambda: pack(letter, texts), lambda: parse(texts),
        lambda: call_docxtpl(data, some),
    )  # fmt: skip
    ours, floor, writing, parsing = (cost / len(contexts) for cost in costs)
    theirs /= len(some)
    print(f"{len(contexts)} letters of {KIND} with {ROWS} rows: {ours * 1000:.2f} ms each, well-formedness checked")
    print(f"{ours / floor:5.2f} × the floor (at most 2); {ours / writing:.2f} × our own writer alone (at most 2)")
    print(f"{parsing / floor:5.2f} × the floor would be the cost of a parser over each letter as well")
    print(f"docxtpl called per letter: {theirs / ours:5.1f} × ours (at least 25)")


def context(number: int) -> Context:
    """A letter of its own: no two have the same number, unit or table."""
    return report_reminder(ROWS, 发文字号=f"沪市监价竞〔2025〕{number + 1}号", 区=f"样例{number}区", 合计家数=str(ROWS))


def write(data: bytes, contexts: list[Context]) -> None:
    """All of them, from the template on."""
    ready = Template(data)
    for each in contexts:
        ready.render(each)


def deflate(letter: bytes, texts: list[bytes]) -> None:
    """The least that any way of writing them has to do."""
    for text in texts:
        deflater = zlib.compressobj(wbits=-15)
        b"".join([letter, zlib.crc32(text).to_bytes(4, "little"), deflater.compress(text), deflater.flush()])


def pack(letter: bytes, texts: list[bytes]) -> None:
    """Our writer, with texts rendered already."""
    package = Package(letter)
    for text in texts:
        package.write(DOCUMENT, [text])
        package.save()


def parse(texts: list[bytes]) -> None:
    """Reading each letter once more, as one has to who cannot tell how it was made."""
    for text in texts:
        expat.ParserCreate().Parse(text, True)


def call_docxtpl(data: bytes, contexts: list[Context]) -> None:
    """As most programs do it: the template opened anew for each."""
    for each in contexts:
        document = DocxTemplate(io.BytesIO(data))
        document.render(dict(each), autoescape=True)
        document.save(io.BytesIO())


def cpu(*works: Callable[[], object]) -> list[float]:
    """Seconds of CPU of each, the best of some rounds; all take turns, so that none has the quieter minutes."""
    rounds = [[_once(work) for work in works] for _ in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
