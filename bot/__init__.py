"""Questions to answers: understanding, evidence, quotations, verification, rendering."""
