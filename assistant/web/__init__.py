"""What Streamlit runs: one script and its settings, in a folder of their own.

Streamlit puts the script's folder before all others on the path of imports, takes a folder ``pages`` beside it for
pages of its own, and reads its settings from ``.streamlit`` beside it, wherever the command runs.
"""

# The environment variable that names the index's folder.
INDEX = "CITEDESK_INDEX"
