from indexer.privacy.masking import PLACEHOLDERS, unmasked
from indexer.privacy.screening import Screened, screen

__all__ = ["PLACEHOLDERS", "Screened", "screen", "unmasked"]
