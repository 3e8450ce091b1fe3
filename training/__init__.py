"""Makes the reader's weights and the judge's tables from labelled texts; needs the extra `train`."""
