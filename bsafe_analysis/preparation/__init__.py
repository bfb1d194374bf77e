"""The prepared month: read, counted, searched, kept; and as other readers may have it."""
