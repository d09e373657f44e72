"""Files to documents: readers, structure, standing, catalogue, pipeline."""
