(id) AS TABLE
SELECT events.* FROM events
WHERE event_id = coalesce((SELECT event_aliases.event_id FROM event_aliases WHERE alias_id = id), id)
