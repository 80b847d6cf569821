"""Search over the corpus: one promise, two engines."""
