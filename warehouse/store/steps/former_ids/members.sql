-- what: mentions that an old build has of lost ids, with `lost_id`, and those that they stood on, without
-- reads: event_mentions, meta.dropped_event_mentions, event_aliases, lost_ids
-- given: {united_by_reports}, a condition on aliases
WITH held AS (
    SELECT event_mention_id, event_id, article_id, event_type, field, start_char FROM event_mentions
    UNION ALL
    SELECT event_mention_id, event_id, article_id, event_type, field, start_char FROM meta.dropped_event_mentions
),
named AS (
    SELECT l.event_id, coalesce(a.event_id, l.event_id) AS event FROM lost_ids l
    LEFT JOIN event_aliases a ON a.alias_id = l.event_id AND {united_by_reports}
)
SELECT named.event_id AS lost_id, held.* FROM held JOIN named ON named.event = held.event_id
UNION ALL
SELECT NULL, held.* FROM held SEMI JOIN lost_ids USING (event_mention_id)
