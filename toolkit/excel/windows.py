"""What only a Windows machine can tell, from its registry; elsewhere nothing is known."""

import sys
from contextlib import suppress

_SECURITY = r"Software\{}Microsoft\Office\16.0\Excel\Security"
_ALL_OFF, _ONLY_SIGNED = 4, 3


def has_program(name: str) -> bool | None:
    """Whether a program of this automation name is installed; None where nobody can say."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415 - there is none elsewhere

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, name))
    except OSError:
        return False
    return True


def macros_off() -> bool | None:
    """Whether Excel is set to run no macros without asking, by the user or by policy; None where nobody can say."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415 - there is none elsewhere

    set_to = set()
    for path in (_SECURITY.format(""), _SECURITY.format("Policies\\")):
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            set_to.add(int(winreg.QueryValueEx(key, "VBAWarnings")[0]))
    return bool(set_to & {_ALL_OFF, _ONLY_SIGNED})
