/** Kinds can be made up by anybody who has a write key: without this a crowd could be chained by hundreds of kinds. */
export const mostIdentifiers = 50

/** Values that stand for nobody: they would chain a crowd into one person. */
const nobody = new Set([
  '',
  '0',
  '-',
  'unknown',
  'anonymous',
  'null',
  'none',
  'nil',
  'undefined',
  'n/a',
  'na',
  'guest',
  'test@test.com',
  'test@example.com',
  'noreply@example.com',
  'example@example.com',
  'user@example.com',
  '[object object]',
  '00000000-0000-0000-0000-000000000000',
  'true',
  'false',
  'nan',
])

/**
 * A value that stands for nobody: one of the words above, or one sign repeated, such as 000000 or xxx. 111 may be somebody's number,
 * but is nobody's phone.
 */
export function isNobody(kind: string, value: string): boolean {
  const repeated = kind === 'phone' ? /^\+?(.)\1{2,}$/u : /^([^1-9])\1{2,}$/u
  return nobody.has(value.trim().toLowerCase()) || repeated.test(value.trim())
}
