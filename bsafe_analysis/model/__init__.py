"""What we talk about: frozen types and tables, no files."""
