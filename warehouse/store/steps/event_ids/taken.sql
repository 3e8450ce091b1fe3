-- what: ids among some keys that events elsewhere have, or that were published once
-- reads: meta.event_ids, wanted_ids, grouped_mentions, left_mentions
SELECT event_id FROM meta.event_ids WHERE event_id IN (FROM wanted_ids) AND (since IS NOT NULL
    OR event_mention_id NOT IN (SELECT event_mention_id FROM grouped_mentions)
   AND event_mention_id NOT IN (SELECT event_mention_id FROM left_mentions))
