"""What must hold of a built macro workbook, told by other code than that which built it."""

import ast
import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from importlib import import_module
from xml.etree import ElementTree

from toolkit.excel.buttons import BUTTONS

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # its own use of pyparsing
    from oletools.olevba import VBA_Parser

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OURS = re.compile(
    r'Attribute VB_Name = "pilot_buttons"\nOption Explicit\n(?:\n|\'[^\n]*\n)*'
    r'(?:Public Sub \w+\(\)\n    RunPython "from [\w.]+ import \w+; \w+\(\)"\nEnd Sub\n+)+'
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def modules_of(data: bytes) -> dict[str, str]:
    """The macros as oletools reads them: name → code, line ends as one sign."""
    parser = VBA_Parser("总台账.xlsm", data=data)
    try:
        found = parser.extract_macros() if parser.detect_vba_macros() else []
        return {name.rpartition(".")[0]: code.replace("\r\n", "\n") for _, _, name, code in found}
    finally:
        parser.close()


def buttons_of(data: bytes) -> dict[str, str]:
    """Caption → macro of every button drawn in the workbook."""
    drawn: dict[str, str] = {}
    for name, part in parts_of(data).items():
        if name.endswith(".vml"):
            for shape in re.findall(rb"<v:shape .*?</v:shape>", part, re.DOTALL):
                macro = re.search(rb"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", shape)
                if macro:
                    caption = re.search(rb"<font[^>]*>(.*?)</font>", shape)
                    assert caption
                    drawn[caption[1].decode()] = macro[1].decode()
    return drawn


def faults(data: bytes) -> Iterator[str]:
    """What is wrong with a built workbook."""
    parts = parts_of(data)
    yield from _package_faults(parts)
    yield from _macro_faults(modules_of(data), buttons_of(data))


def _package_faults(parts: dict[str, bytes]) -> Iterator[str]:
    typed = set()
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                root = ElementTree.fromstring(part)  # noqa: S314 - our own file
            except ElementTree.ParseError as error:
                yield f"{name}: {error}"
                continue
            if name == "[Content_Types].xml":
                typed = {one.get("PartName") or f".{one.get('Extension')}" for one in root}
            for one in root.iter(RELATIONSHIP):
                home = posixpath.dirname(posixpath.dirname(name))
                target = posixpath.normpath(posixpath.join("/", home, one.get("Target", ""))).lstrip("/")
                if one.get("TargetMode") != "External" and target not in parts:
                    yield f"{name}: nothing at {target}"
    yield from (
        f"{name}: no content type"
        for name in parts
        if name != "[Content_Types].xml" and f"/{name}" not in typed and f".{name.rpartition('.')[2]}" not in typed
    )
    if b"macroEnabled" not in parts["[Content_Types].xml"]:
        yield "not macro-enabled"


def _macro_faults(modules: dict[str, str], buttons: dict[str, str]) -> Iterator[str]:
    code = modules.get("pilot_buttons", "")
    if not code.isascii() or not OURS.fullmatch(code):
        yield "pilot_buttons is not what VBA can compile"
    runs = dict(re.findall(r'Public Sub (\w+)\(\)\n    RunPython "(.*)"', code))
    wanted = {kind.caption: kind for kind in BUTTONS}
    if buttons.keys() != wanted.keys():
        yield f"buttons: {sorted(buttons)}"
    for caption, macro in buttons.items():
        if macro not in runs:
            yield f"{caption}: no Sub {macro}"
        elif (called := _called(runs[macro])) != ("toolkit.excel.entry", wanted[caption].function):
            yield f"{caption}: runs {called}"


def _called(command: str) -> tuple[str, str] | None:
    """(module, function) of a command, if both exist."""
    imported, called = ast.parse(command).body
    if not isinstance(imported, ast.ImportFrom) or ast.unparse(called) != f"{imported.names[0].name}()":
        return None
    try:
        module = import_module(imported.module or "")
    except ImportError:
        return None
    name = imported.names[0].name
    return (imported.module or "", name) if callable(getattr(module, name, None)) else None
