"""Parts of the Streamlit pages; they decide nothing."""
