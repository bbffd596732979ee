"""月度办理: the whole month in a workspace, as steps each of which may be cut off and done again.

A run is what came in at one time. Its journal names it before anything is done with it, and keeps the list as it was
before the merge; all that is made of it follows from these, so that a second try makes the same.
"""
