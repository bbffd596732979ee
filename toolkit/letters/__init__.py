"""The Word documents: contexts, preconditions, layout."""
