-- severity: warn
-- table: locations
-- rule: the point lies in its country
-- why: The gazetteer's point lies outside its country's bounding area: latitude and longitude changed places, a sign is
--   missing, or the entry has the country of another. Each event there is on the wrong spot of a map.
-- remedy: Look the entry up in GeoNames (`geonameid`). Where your own dump (`DATELINE_GEONAMES`) is wrong, mend it there
--   and run over the same sources; `dateline correct set EVENT location_id ID` mends one event.
-- shows: location_id, name, country_iso3, latitude, longitude, south, west, north, east
SELECT l.*, a.south, a.west, a.north, a.east
FROM {rows} l
JOIN {country_areas} a USING (country_iso3)
WHERE l.latitude NOT BETWEEN a.south AND a.north
   OR CASE WHEN a.west <= a.east THEN l.longitude NOT BETWEEN a.west AND a.east
      ELSE l.longitude < a.west AND l.longitude > a.east END
