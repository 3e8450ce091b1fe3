-- Without an index: every text is read, about a second for 100,000 articles. The score is BM25 of each word with the
-- usual 1.2 and 0.75, texts of 2,500 characters taken for average; how rare a word is weighs nothing, as all must be there.
(words) AS TABLE
WITH texts AS (
    SELECT 'article' AS found_in, article_id, NULL AS event_id, NULL AS event_mention_id,
        concat_ws(chr(10), title, subtitle, body) AS text
    FROM articles
    UNION ALL
    SELECT 'evidence', article_id, event_id, event_mention_id, text FROM event_mentions
),
read AS (
    SELECT *, regexp_extract_all(text, meta.search_pattern(words), 1) AS written
    FROM texts
    WHERE len(meta.search_words(words)) > 0
),
matched AS (
    SELECT *, [meta.plain_letters(word) FOR word IN written] AS hits
    FROM read
    WHERE list_has_all([meta.plain_letters(word) FOR word IN written], meta.search_words(words))
),
scored AS (
    SELECT found_in, article_id, event_id, event_mention_id, text, written[1] AS first_written,
        list_sum([2.2 * times / (times + 0.3 + 0.9 * length(text) / 2500)
            FOR times IN [len([hit FOR hit IN hits IF hit = word]) FOR word IN meta.search_words(words)]]) AS of_text
    FROM matched
)
SELECT
    s.found_in,
    s.article_id,
    s.event_id,
    a.title,
    coalesce(a.source_name, a.source_domain) AS source,
    a.published_date,
    a.url,
    CASE s.found_in
        WHEN 'evidence' THEN s.text
        ELSE meta.excerpt(s.text, strpos(s.text, s.first_written))
    END AS text,
    -- a word of the headline says what the whole article is of
    round(s.of_text + CASE s.found_in
        WHEN 'article' THEN len(list_intersect(
            [meta.plain_letters(word) FOR word IN regexp_extract_all(a.title, meta.search_pattern(words), 1)],
            meta.search_words(words)))
        ELSE 0
    END, 4) AS score
FROM scored s
JOIN articles a USING (article_id)
ORDER BY score DESC, s.article_id, s.event_mention_id NULLS FIRST
