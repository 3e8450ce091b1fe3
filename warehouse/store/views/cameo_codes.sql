-- CAMEO's event codes with what GDELT's files give each: its base and root, quad class and Goldstein value.
SELECT code, name, base_code, root_code, quad_class, goldstein_scale
FROM reference('views/cameo_codes')
