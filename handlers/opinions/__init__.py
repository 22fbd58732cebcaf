"""意見: what people said on a notice, counted by people, and what becomes of each."""
