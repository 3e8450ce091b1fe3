(spelling) AS regexp_replace(meta.place_letters(spelling), '[^\p{L}\p{N}]', '', 'g')
