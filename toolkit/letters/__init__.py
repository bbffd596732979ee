"""Letters: their layout, their templates, and what fills them."""
