"""One file a command; `command` is the click command, loaded when it runs."""
