-- what: these are listed among the excluded
-- reads: event_mentions, leaving_mentions
-- writes: meta.excluded_mentions
INSERT INTO meta.excluded_mentions BY NAME
SELECT event_mention_id AS mention_id, article_id, field, event_type, 'correction' AS rule, confidence,
       coalesce(trigger_start_char, start_char) AS start_char, coalesce(trigger_end_char, end_char) AS end_char,
       coalesce(trigger_text, text) AS text
FROM event_mentions WHERE event_mention_id IN (SELECT event_mention_id FROM leaving_mentions)
