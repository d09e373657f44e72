"""The web page (Gradio)."""
