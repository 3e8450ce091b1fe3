-- what: every sighting of an entity gets the names that all sightings have, so that batches make no difference
-- reads: entities
-- writes: incoming_entities
UPDATE incoming_entities SET aliases = united.aliases
FROM (
    SELECT entity_id, list(DISTINCT alias ORDER BY alias) AS aliases
    FROM (
        SELECT entity_id, unnest(aliases) AS alias FROM incoming_entities
        UNION ALL
        SELECT entity_id, unnest(aliases) FROM entities
        WHERE entity_id IN (SELECT entity_id FROM incoming_entities)
    ) GROUP BY entity_id
) united
WHERE incoming_entities.entity_id = united.entity_id
