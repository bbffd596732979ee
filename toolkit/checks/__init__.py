"""One question a file: what a clerk asks of the records, as of a date."""
