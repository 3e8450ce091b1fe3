-- what: of each report the mention with the smallest id, with the vector of its trigger
-- reads: event_mentions, meta.trigger_vectors
-- given: {which}, a query of the reports
SELECT * FROM (
    SELECT * FROM event_mentions WHERE report_id IN ({which})
    QUALIFY row_number() OVER (PARTITION BY report_id ORDER BY event_mention_id) = 1
) LEFT JOIN (SELECT event_mention_id, vector FROM meta.trigger_vectors) USING (event_mention_id)
