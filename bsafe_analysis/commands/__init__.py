"""What each command does and prints; `cli.py` only reads what was typed."""
