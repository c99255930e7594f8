"""Text as it was meant: what a copy or a wrong decoding spoilt is mended where that is certain, and counted.

``decode`` turns bytes into text, ``mend`` removes markup, controls and what cannot be seen, ``unmarked`` takes emphasis
marks away. Nothing is mended in silence: each says what it did, by kind.
"""

from indexer.text.decoding import Decoded, decode
from indexer.text.emphasis import unmarked
from indexer.text.mending import Mended, mend

__all__ = ["Decoded", "Mended", "decode", "mend", "unmarked"]
