"""What a stranger writes who wants to run scripts."""

TAKEN = "document.title='taken'"
SCRIPT = f'</script><script>{TAKEN}</script><img src=x onerror="{TAKEN}"> & \u2028 ${{data}}'
TITLE = f"Shells on Adenville {SCRIPT}"
BODY = f"Gunboats fired on the quays of Adenville on Monday. {SCRIPT} Nine sailors died there, the harbour master said."
SAID = "Nine sailors died there, the harbour master said."
