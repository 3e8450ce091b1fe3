-- Words of a text that may be, or begin with, one of those typed: each plain letter stands for itself and for any
-- accented one, so that no text has to be rewritten to be searched; what it catches too much is compared afterwards.
-- The words as typed stand beside, for scripts whose accents are no Latin ones.
(words) AS concat(
    '(?i)(?:^|[^\p{L}\p{M}\p{N}])((?:',
    array_to_string([regexp_replace(word, '([a-z])', '[\1À-ɏḀ-ỿ]', 'g') FOR word IN meta.search_words(words)], '|'),
    '|', array_to_string(regexp_extract_all(lower(words), '[\p{L}\p{M}\p{N}]+'), '|'),
    ')[\p{L}\p{M}\p{N}]*)'
)
