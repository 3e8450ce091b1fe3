-- One row per event that has a CAMEO code: the first rule of views/cameo_from_plover that fits its type, mode and
-- sub-type decides; where none does, the coder's root with 0 ("not specified below").
WITH kinds AS (
    SELECT
        k.event_type, k.event_mode, k.acled_sub_event_type, k.cameo_root_code,
        CASE WHEN min(r.line) IS NULL THEN k.cameo_root_code || '0' ELSE first(r.code ORDER BY r.line) END AS code
    FROM (SELECT DISTINCT event_type, event_mode, acled_sub_event_type, cameo_root_code FROM events) k
    LEFT JOIN meta.cameo_rules r
        ON coalesce(r.event_type, k.event_type) = k.event_type
        AND coalesce(r.event_mode, k.event_mode) IS NOT DISTINCT FROM k.event_mode
        AND coalesce(r.acled_sub_event_type, k.acled_sub_event_type) IS NOT DISTINCT FROM k.acled_sub_event_type
    GROUP BY k.event_type, k.event_mode, k.acled_sub_event_type, k.cameo_root_code
)
SELECT
    e.event_id,
    -- 63 of the event id's 64 bits: as good as the id itself, and positive
    CAST(CAST('0x' || e.event_id AS UBIGINT) & 9223372036854775807 AS BIGINT) AS globaleventid,
    c.code AS event_code,
    c.base_code AS event_base_code,
    c.root_code AS event_root_code,
    c.quad_class,
    c.goldstein_scale
FROM events e
JOIN kinds k
    ON k.event_type = e.event_type
    AND k.event_mode IS NOT DISTINCT FROM e.event_mode
    AND k.acled_sub_event_type IS NOT DISTINCT FROM e.acled_sub_event_type
    AND k.cameo_root_code IS NOT DISTINCT FROM e.cameo_root_code
JOIN cameo_codes c ON c.code = k.code
