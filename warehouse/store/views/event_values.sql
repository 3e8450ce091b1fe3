-- One row per event, column and value that a report of it gives: which value the event took, by which rule, and who
-- says otherwise. Values are text; reports that leave a column open have no row.
WITH told AS (
    -- what a report says beside what the event took
    SELECT
        m.event_id, m.event_mention_id, m.article_id,
        unnest([
            {'column_name': 'event_type', 'value': m.event_type, 'taken': e.event_type},
            {'column_name': 'acled_sub_event_type', 'value': m.acled_sub_event_type, 'taken': e.acled_sub_event_type},
            {'column_name': 'status', 'value': m.status, 'taken': e.status},
            {'column_name': 'actor_name', 'value': m.actor_name, 'taken': e.actor_name},
            {'column_name': 'recipient_name', 'value': m.recipient_name, 'taken': e.recipient_name},
            {'column_name': 'date',
             'value': CASE WHEN m.date_start IS NOT NULL THEN concat_ws('/', m.date_start, nullif(m.date_end, m.date_start)) END,
             'taken': CASE WHEN e.date_start IS NOT NULL THEN concat_ws('/', e.date_start, nullif(e.date_end, e.date_start)) END},
            {'column_name': 'place', 'value': m.location_name, 'taken': e.location_name},
            {'column_name': 'fatalities_best', 'value': CAST(m.fatalities_best AS VARCHAR), 'taken': CAST(e.fatalities_best AS VARCHAR)},
            {'column_name': 'injured', 'value': CAST(m.injured AS VARCHAR), 'taken': CAST(e.injured AS VARCHAR)},
            {'column_name': 'arrested', 'value': CAST(m.arrested AS VARCHAR), 'taken': CAST(e.arrested AS VARCHAR)},
            {'column_name': 'abducted', 'value': CAST(m.abducted AS VARCHAR), 'taken': CAST(e.abducted AS VARCHAR)}
        ], recursive := TRUE)
    FROM event_mentions m
    LEFT JOIN events e USING (event_id)
)
SELECT
    s.event_id,
    s.column_name,
    s.value,
    s.value IS NOT DISTINCT FROM s.taken AS is_taken,
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
JOIN articles a ON a.article_id = s.article_id
WHERE s.value IS NOT NULL
GROUP BY s.event_id, s.column_name, s.value, s.taken
