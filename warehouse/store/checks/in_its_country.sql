-- severity: warn
-- table: events
-- rule: country and point are those of its place
-- why: The event's country or point is another than the one that the gazetteer has for its location_id, so that a map
--   shows it in one country and a table counts it in the other.
-- remedy: `dateline correct set EVENT location_id ID` sets place, country and point together; after a change of the
--   gazetteer `dateline run` over the same sources codes anew.
-- shows: event_id, location_name, country_iso3, country_of_place, latitude, longitude, latitude_of_place,
--   longitude_of_place
SELECT e.*, l.country_iso3 AS country_of_place, l.latitude AS latitude_of_place, l.longitude AS longitude_of_place
FROM {rows} e
JOIN locations l USING (location_id)
WHERE e.country_iso3 <> l.country_iso3
   OR abs(e.latitude - l.latitude) > 0.1
   OR abs(e.longitude - l.longitude) > 0.1
