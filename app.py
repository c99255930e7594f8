"""The page that `citedesk chat` starts, for who gives a script to Streamlit: `streamlit run app.py`."""

from assistant.web import streamlit_app

streamlit_app.run()
