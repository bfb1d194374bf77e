"""The `bsafe` command."""


def main() -> None:
    """Run the command line."""
