-- severity: warn
-- table: events
-- rule: actor and recipient are two
-- why: Somebody does it to themselves: both sides are one entity, or the same words. Mostly one side was read for the
--   other ("talks between the prime ministers of the two countries"), or a group stands for a part of it.
-- remedy: Leave such rows out of dyads and networks: `WHERE actor_entity_id IS DISTINCT FROM recipient_entity_id`.
--   `dateline correct set EVENT recipient_name NAME` (or `NULL`) mends one.
-- shows: event_id, event_type, actor_text, recipient_text, actor_name
SELECT * FROM {rows} WHERE coalesce(actor_entity_id, actor_text) = coalesce(recipient_entity_id, recipient_text)
