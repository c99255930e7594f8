"""An answer as text, on the terminal, as JSON, as HTML and on a sheet: renderings beside one another."""
