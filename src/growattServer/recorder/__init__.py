"""Your own copy of your data: a store, and the recorder that fills it and keeps it up to date."""
