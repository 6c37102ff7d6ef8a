/** The words of the merge ledger. Browser-safe. */

/** Why two identifiers were put together, the strongest first. `same value`: they are two forms of one, as its kind is normalised. */
export const linkRules = ['same value', 'person', 'seen together', 'match'] as const
export type LinkRule = (typeof linkRules)[number]

/** What became of a link. `merged`: it holds the customer together; `already one`: stronger links do. */
export const results = ['merged', 'already one', 'refused', 'undone', 'apart'] as const
export type Result = (typeof results)[number]

/** What a person can do to the ledger. */
export const identityActs = ['merge', 'apart', 'undo', 'redo'] as const
export type IdentityAct = (typeof identityActs)[number]
