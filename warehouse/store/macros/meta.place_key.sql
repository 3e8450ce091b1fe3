(spelling) AS regexp_replace(meta.plain_letters(spelling), '[^\p{L}\p{N}]', '', 'g')
