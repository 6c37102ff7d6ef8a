-- Which identifiers some interactions carry, and what they say of their customer; of two the one said last.
INSERT INTO throughline.profiles (workspace, identifier_id, trait, kind, value, said_at, commit_id)
WITH
  told AS (
    SELECT identifier_id, identifiers, CAST(traits, 'Map(String, String)') AS said, started_at, version
    FROM throughline.interactions {{which}} AND is_deleted = 0),
  rows AS (
    SELECT reinterpretAsUInt64(reverse(substring(SHA1(concat(each.1, '\0', each.2)), 1, 8))) AS id,
      '' AS trait, toString(each.1) AS kind, each.2 AS value, seen_at
    FROM (SELECT arrayJoin(identifiers) AS each, max(started_at) AS seen_at FROM told GROUP BY each)
    UNION ALL
    SELECT identifier_id AS id, trait, '' AS kind, argMax(text, (started_at, version)) AS value, max(started_at) AS seen_at
    FROM (
      SELECT identifier_id, started_at, version, each.1 AS trait, each.2 AS text
      FROM (
        SELECT identifier_id, started_at, version,
          arrayJoin(arrayPushBack(CAST(said, 'Array(Tuple(String, String))'), ('name',
            if(said['full_name'] != '', said['full_name'],
              arrayStringConcat(arrayFilter(part -> part != '', [said['given_name'], said['middle_name'], said['family_name']]), ' '))))) AS each
        FROM told WHERE identifier_id != 0 AND notEmpty(said)))
    WHERE text != ''
    GROUP BY id, trait)
SELECT {workspace:String}, id, trait, kind, value, seen_at, {until:UInt64}
FROM rows
