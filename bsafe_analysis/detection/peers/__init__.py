"""Other methods, re-implemented: yardsticks for our own, never the alarm."""
