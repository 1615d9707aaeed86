"""What a named person says of a case: that an item is answered well, or that something may stay as it is."""
