"""Raw files to the incident table: read, check, harmonise, place."""

from bsafe_analysis.loading.received import Received, receive

__all__ = ["Received", "receive"]
