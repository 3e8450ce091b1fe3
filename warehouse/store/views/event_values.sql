-- One row per event, column and value that a report of it gives: which value the event took, by which rule, and who
-- says otherwise. Values are text; reports that leave a column open have no row.
WITH told AS (
    -- of the reports, and of the event itself, which has no mention
    UNPIVOT (
        SELECT
            event_id, event_mention_id, article_id,
            event_type, acled_sub_event_type, status, actor_name, recipient_name,
            CASE WHEN date_start IS NOT NULL THEN concat_ws('/', date_start, nullif(date_end, date_start)) END AS date,
            location_name AS place,
            CAST(fatalities_best AS VARCHAR) AS fatalities_best,
            CAST(injured AS VARCHAR) AS injured,
            CAST(arrested AS VARCHAR) AS arrested,
            CAST(abducted AS VARCHAR) AS abducted
        FROM (FROM event_mentions UNION ALL BY NAME FROM events)
    ) ON COLUMNS(* EXCLUDE (event_id, event_mention_id, article_id)) INTO NAME column_name VALUE value
)
SELECT
    s.event_id,
    s.column_name,
    s.value,
    s.value IS NOT DISTINCT FROM t.value AS is_taken,
    count(DISTINCT coalesce(a.source_family, a.duplicate_group_id)) AS source_count,
    count(DISTINCT s.article_id) AS article_count,
    list(s.event_mention_id ORDER BY a.published_date, s.event_mention_id) AS event_mention_ids,
    CASE
        WHEN s.column_name IN ('actor_name', 'recipient_name')
            THEN 'somebody known before somebody unknown, then what most sources say'
        WHEN s.column_name = 'place'
            THEN 'the country, the division and the point that most sources name, the most precise first'
        WHEN s.column_name = 'date'
            THEN 'a day that a text names before a span, that before the day of publication; then most sources, then the earliest'
        WHEN s.column_name = 'status'
            THEN 'what most sources say; a claim that another source tells as a fact is one'
        WHEN s.column_name IN ('fatalities_best', 'injured', 'arrested', 'abducted')
            THEN 'the latest count of each source, of these what most give, then the latest; of one article the highest'
        ELSE 'what most sources say, then the surest'
    END AS rule
FROM told s
LEFT JOIN told t ON t.event_id = s.event_id AND t.column_name = s.column_name AND t.event_mention_id IS NULL
JOIN articles a ON a.article_id = s.article_id
WHERE s.event_mention_id IS NOT NULL
GROUP BY s.event_id, s.column_name, s.value, t.value
