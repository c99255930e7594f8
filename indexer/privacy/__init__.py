from indexer.privacy.masking import PLACEHOLDERS, Identifier, unmasked
from indexer.privacy.screening import Screened, locate, screen

__all__ = ["PLACEHOLDERS", "Identifier", "Screened", "locate", "screen", "unmasked"]
