-- by the haversine formula on a sphere of the Earth's mean radius; the middle of a country or province is no place
(lat, lon, km, coarsest := 2) AS TABLE
WITH near AS (
    SELECT events.*,
        2 * 6371.0088 * asin(sqrt(least(1, sin(radians(latitude - lat) / 2) ** 2
            + cos(radians(lat)) * cos(radians(latitude)) * sin(radians(longitude - lon) / 2) ** 2))) AS distance
    FROM events
    WHERE where_precision <= coarsest AND abs(latitude - lat) <= km / 111.0
)
SELECT near.* EXCLUDE (distance), round(distance, 3) AS distance_km
FROM near
WHERE distance <= km
ORDER BY distance, event_id
