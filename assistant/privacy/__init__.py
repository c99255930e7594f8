from assistant.privacy.masking import PLACEHOLDERS, unmasked
from assistant.privacy.screening import Screened, screen

__all__ = ["PLACEHOLDERS", "Screened", "screen", "unmasked"]
