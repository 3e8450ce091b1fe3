-- One row per country: the point that stands for the whole, with the codes that GDELT names it by. A view and no part of
-- events_gdelt, which names it three times: DuckDB would make it once there, and then compute every column.
SELECT c.country_iso3, c.country_name, c.fips, p.latitude, p.longitude
FROM countries c
LEFT JOIN reference('places/countries', iso2, latitude, longitude) p ON p.iso2 = c.country_iso2
