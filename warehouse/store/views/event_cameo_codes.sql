-- One row per event that has a CAMEO code, which `cameo_kinds` gives to its kind.
SELECT
    e.event_id,
    -- 63 of the event id's 64 bits: as good as the id itself, and positive
    CAST(CAST('0x' || e.event_id AS UBIGINT) & 9223372036854775807 AS BIGINT) AS globaleventid,
    k.event_code,
    k.event_base_code,
    k.event_root_code,
    k.quad_class,
    k.goldstein_scale
FROM events e
JOIN cameo_kinds k
    ON k.event_type = e.event_type
    AND k.event_mode IS NOT DISTINCT FROM e.event_mode
    AND k.acled_sub_event_type IS NOT DISTINCT FROM e.acled_sub_event_type
    AND k.cameo_root_code IS NOT DISTINCT FROM e.cameo_root_code
