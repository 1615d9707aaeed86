"""What follows from the facts of a case: its timeline, its measurements, what caused what. No page, no picture."""
