"""The local server that shows drafts while they are written."""
