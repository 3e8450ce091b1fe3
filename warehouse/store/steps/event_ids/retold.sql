-- what: the mention of an article's new text that is most like the one that left: of its type, and nearest to it
-- reads: left_mentions, event_mentions
-- given: $anchor, the mention that left
SELECT m.event_mention_id FROM left_mentions l
JOIN event_mentions m ON m.article_id = l.article_id AND m.event_type = l.event_type
WHERE l.event_mention_id = $anchor
ORDER BY m.field <> l.field, abs(m.start_char - l.start_char), m.event_mention_id LIMIT 1
