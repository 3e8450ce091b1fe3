-- what: what each correction does now; what was not looked at does what it did, unless its target is gone
-- reads: meta.corrections, correction_targets, correction_outcomes
-- given: {columns}, those that say what was corrected
SELECT {columns},
       CASE WHEN t.events IS NULL THEN 'target_gone' ELSE coalesce(o.status, c.status) END AS status,
       t.events AS applied_to,
       CASE WHEN t.events IS NULL THEN NULL WHEN o.status IS NULL THEN c.old_value ELSE o.old_value END
           AS old_value,
       CASE WHEN t.events IS NULL THEN 'what it is about is not there any more'
            WHEN o.status IS NULL THEN c.message ELSE o.message END AS message
FROM meta.corrections c LEFT JOIN correction_targets t USING (correction_id)
LEFT JOIN correction_outcomes o USING (correction_id) WHERE c.status <> 'undone'
