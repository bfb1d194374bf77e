"""What a page states, as records that can be proved again: which fact each number, name and month of a sentence is."""
