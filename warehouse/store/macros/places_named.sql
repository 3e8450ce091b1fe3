(spelling) AS TABLE
SELECT locations.* FROM locations
WHERE meta.place_key(spelling) <> '' AND list_has_any(
    [meta.place_key(spelling), meta.bare_place_key(spelling)],
    flatten([[meta.place_key(known), meta.bare_place_key(known)]
             FOR known IN list_concat([name, local_name, ascii_name], alternate_names) IF known IS NOT NULL])
)
ORDER BY population DESC NULLS LAST, location_id
