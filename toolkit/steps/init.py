"""建工作区: a folder in which the month is done, with nothing in it that was there before touched."""

from pathlib import Path

from toolkit.findings import Unreadable
from toolkit.findings.catalogue import mail
from toolkit.master.layout import new_master
from toolkit.policy.workspace import Workspace, config_text
from toolkit.sheets.files import explained, write_atomically


def make_workspace(folder: Path) -> tuple[Workspace, bool]:
    """Make what a workspace lacks; also whether the city list was there already and was kept.

    Raises:
        Unreadable: it is a workspace already, or no folder.
        NotWritten: the folder cannot be written.
    """
    made = Workspace(folder)
    if made.config.exists():
        raise Unreadable(mail.WORKSPACE_EXISTS, path=made.config)
    if folder.exists() and not folder.is_dir():
        raise Unreadable(mail.NO_FOLDER, path=folder)
    kept = made.master.exists()
    for place in (made.inbox, made.output, made.archive, made.backups):
        with explained(place):
            place.mkdir(parents=True, exist_ok=True)
    if not kept:
        write_atomically(made.master, new_master())
    write_atomically(made.config, config_text().encode("utf-8-sig"))
    return made, kept
