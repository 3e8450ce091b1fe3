"""The languages that articles can be coded in: what a language brings (`pack`), English, Spanish."""
