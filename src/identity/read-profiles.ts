import type { Analytics } from '../storage/analytics.ts'

export interface Profile {
  /** What a customer is called; null = nobody said. */
  name: string | null
  /** What was said last of each trait, by whichever of their identifiers. */
  traits: Record<string, string>
}

/** What is known of customers, each given by their identifiers. */
export async function readProfiles(
  analytics: Analytics,
  workspace: string,
  customers: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, Profile>> {
  const owner = new Map([...customers].flatMap(([customer, ids]) => ids.map((id) => [id, customer] as const)))
  if (owner.size === 0) return new Map()
  const rows = await analytics.ask<{ id: string; trait: string; value: string }>(
    // By what was said last, not by FINAL: each part is asked by its index, and most have none of them.
    `SELECT toString(identifier_id) AS id, trait, argMax(value, (said_at, commit_id)) AS value FROM throughline.profiles
     PREWHERE {{workspace}} AND identifier_id IN ({ids:Array(UInt64)}) AND trait != ''
     GROUP BY identifier_id, trait ORDER BY max(said_at)`,
    { workspace, params: { ids: [...owner.keys()].map(BigInt) } },
    'lookup',
  )
  const profiles = new Map<string, Profile>()
  for (const { id, trait, value } of rows) {
    const profile = profiles.get(owner.get(id)!) ?? { name: null, traits: {} }
    if (trait === 'name') profile.name = value
    else profile.traits[trait] = value
    profiles.set(owner.get(id)!, profile)
  }
  return profiles
}
