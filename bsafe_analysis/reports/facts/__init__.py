"""Facts of a section, with no words: what a document says is put together from them."""
