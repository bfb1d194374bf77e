"""The figures and tables of the documents, by their ids."""
