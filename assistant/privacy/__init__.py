from assistant.privacy.masking import PLACEHOLDERS
from assistant.privacy.screening import Screened, screen

__all__ = ["PLACEHOLDERS", "Screened", "screen"]
