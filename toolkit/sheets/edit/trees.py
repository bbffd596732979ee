"""Small helps for the small parts that are changed as trees.

lxml keeps prefixes, unknown elements and extensions as they are; the standard library's trees rename
prefixes, and an `mc:Ignorable` that names a lost one makes the file damaged.
"""

from lxml import etree

from toolkit.sheets.edit.refusal import malformed

Element = etree._Element  # noqa: SLF001 - lxml gives its element type no public name


def sibling(element: Element, name: str) -> str:
    """A name in the namespace of an element."""
    return f"{str(element.tag).rpartition('}')[0]}}}{name}"


def child(element: Element, name: str) -> Element:
    """The first child of that name; raises `NotEditable` without one."""
    found = element.find(sibling(element, name))
    if found is None:
        raise malformed(f"缺少 {name}")
    return found


def remove(element: Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def drop(element: Element, attribute: str) -> None:
    """Take an attribute away if it is there."""
    if attribute in element.attrib:
        del element.attrib[attribute]
