"""Passages that reports share word for word, across agencies and years: the frame ``similar``.

Candidates come from fingerprints (`fingerprints`), so that no two reports are compared that share
nothing; what they share is then read off their texts exactly (`passages`).
"""

from toolkit.similarity.passages import SHORTEST, similar

__all__ = ["SHORTEST", "similar"]
