-- Articles that report events, with what they report.
SELECT
    a.article_id,
    a.title,
    coalesce(a.source_name, a.source_domain) AS source,
    a.published_date,
    a.url,
    a.is_canonical,
    a.word_count,
    count(DISTINCT m.event_id) AS events,
    count(DISTINCT m.event_id) FILTER (WHERE m.status IN ('actual', 'ongoing', 'claimed')) AS events_that_happened,
    list_sort(list(DISTINCT m.event_type)) AS event_types,
    coalesce(list_sort(list(DISTINCT m.country_name) FILTER (WHERE m.country_name IS NOT NULL)), []) AS countries,
    min(m.date_start) AS first_date,
    max(m.date_end) AS last_date,
    max(m.fatalities_best) AS highest_toll,
    max(m.confidence) AS confidence
FROM articles a
JOIN event_mentions m USING (article_id)
GROUP BY ALL
