"""What each kind of letter says, in the order it stands on the page; one module a family of kinds."""
