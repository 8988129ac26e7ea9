"""Starting the clinic: one process from an empty folder to a served page."""
