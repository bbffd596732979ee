"""What arrives by mail → workbooks: .eml, .msg, winmail.dat, archives; whose each is and for which month.

Nothing is written here and no name is trusted: names are text, contents are told by what they are, and what a
parcel may cost stands in `bounds.py`.
"""
