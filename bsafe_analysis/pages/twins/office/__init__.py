"""Word documents and slides of a finished page, for those who edit, paste and present."""
