"""The ground: data model, errors, settings, canonical files, embedding, lexicon, index, search."""
