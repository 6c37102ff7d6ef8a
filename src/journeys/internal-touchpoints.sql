-- Touchpoints that customers take no part in: most of what happened there is internal.
SELECT touchpoint
FROM throughline.interactions
WHERE {{workspace}} AND is_deleted = 0
GROUP BY touchpoint
HAVING countIf(direction = 'internal') * 2 > count()
ORDER BY touchpoint
