"""Is a count unusual? What was to be expected, what stands out, what followed. No files, no words."""
