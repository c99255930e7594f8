"""The page that `citedesk chat` starts."""

import os
from pathlib import Path

from assistant.pages import chat
from indexer import index

HERE = Path(__file__).resolve().parent

chat.page(Path(os.environ.get("CITEDESK_INDEX") or index.beside(Path("kb"))), HERE / "kb" / "NOTICE.md")
