"""The buttons in Excel: the same steps as the commands, on an open workbook."""
