(words) AS list_sort(list_distinct(regexp_extract_all(meta.plain_letters(words), '[\p{L}\p{M}\p{N}]+')))
