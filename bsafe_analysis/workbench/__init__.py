"""Explore, explain, promote: widgets over the same queries and figures that the documents use."""
