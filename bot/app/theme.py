"""The look of Gradio's own components: one accent, fonts that every machine has.

Goes out: a Gradio theme. The page's own markup is styled in ``style.css``, on the same colours.
"""

from __future__ import annotations

import gradio as gr

# A deep blue-teal, near the blue of the United Nations; 700 on white reads at 7:1.
ACCENT = gr.themes.Color(
    name="alinea",
    c50="#eef7f9",
    c100="#d5ebf0",
    c200="#aed8e2",
    c300="#7bbfcf",
    c400="#469fb5",
    c500="#22829a",
    c600="#126a82",
    c700="#0d566b",
    c800="#0e4757",
    c900="#103b48",
    c950="#07252f",
)
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
MONOSPACE = ("ui-monospace", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """Return the theme; plain font names never lead to a request."""
    return gr.themes.Base(
        primary_hue=ACCENT,
        secondary_hue=ACCENT,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=SANS,
        font_mono=MONOSPACE,
    ).set(
        body_background_fill="#f6f8f8",
        body_background_fill_dark="#0f171a",
        body_text_color="#1b2a30",
        body_text_color_dark="#e3eaec",
        block_background_fill="#ffffff",
        block_background_fill_dark="#162126",
        block_border_width="0px",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1b282e",
        input_border_color="#8aa0a8",
        input_border_color_dark="#5b7078",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        input_placeholder_color="#5b6f77",
        input_placeholder_color_dark="#9db0b8",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_600",
        button_primary_text_color="white",
        button_primary_text_color_dark="white",
    )
