-- What CAMEO calls each kind of event that there is: the first rule of views/cameo_from_plover that fits its type, mode
-- and sub-type decides; where none does, the coder's root with 0 ("not specified below"). Some fifty rows.
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
    k.event_type, k.event_mode, k.acled_sub_event_type, k.cameo_root_code,
    c.code AS event_code,
    c.base_code AS event_base_code,
    c.root_code AS event_root_code,
    c.quad_class,
    c.goldstein_scale
FROM kinds k
JOIN cameo_codes c ON c.code = k.code
