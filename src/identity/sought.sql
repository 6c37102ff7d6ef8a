-- What some profiles are looked for by: small letters without accents, of telephone numbers the figures.
INSERT INTO throughline.sought (workspace, searched, identifier_id, trait, kind, value, said_at)
SELECT workspace,
  substringUTF8(if(kind = 'phone' OR trait = 'phone', replaceRegexpAll(value, '[^0-9]', ''),
    replaceRegexpAll(lowerUTF8(normalizeUTF8NFKD(value)), '\\p{Mn}+', '')), 1, {most:UInt32}) AS folded,
  identifier_id, trait, kind, value, said_at
FROM throughline.profiles
WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64}
  AND kind != 'anonymous_id' AND trait IN ('', 'name', 'email', 'phone', 'company') AND folded != ''
