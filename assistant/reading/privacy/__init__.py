from assistant.reading.privacy.masking import PLACEHOLDERS, unmasked
from assistant.reading.privacy.screening import Screened, screen

__all__ = ["PLACEHOLDERS", "Screened", "screen", "unmasked"]
