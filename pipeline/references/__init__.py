"""What is done with references outside a manuscript: writing them for other programs, and looking after a library."""
