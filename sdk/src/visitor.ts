import { newId } from './event.ts'
import type { Memory } from './memory.ts'

/** Who this is, as far as the page knows. Kept only after consent. */
export interface Person {
  anonymous_id: string
  user_id?: string
  group_id?: string
}

export interface Visitor {
  person(): Person
  /** Somebody else at the same browser is not the one before. */
  is(user_id: string): void
  belongsTo(group_id: string): void
  forget(): void
  keep(): void
}

export function createVisitor(memory: Memory): Visitor {
  let person = known(memory) ?? { anonymous_id: newId() }
  const become = (next: Person) => {
    person = next
    memory.write('person', JSON.stringify(person))
  }
  return {
    person: () => person,
    is: (user_id) => {
      const another = person.user_id !== undefined && person.user_id !== user_id
      become({ ...(another ? { anonymous_id: newId() } : person), user_id })
    },
    belongsTo: (group_id) => become({ ...person, group_id }),
    forget: () => become({ anonymous_id: newId() }),
    keep: () => become(person),
  }
}

function known(memory: Memory): Person | null {
  try {
    const { anonymous_id, user_id, group_id } = JSON.parse(memory.read('person') ?? '') as Record<
      string,
      unknown
    >
    if (typeof anonymous_id !== 'string' || anonymous_id === '') return null
    return {
      anonymous_id,
      ...(typeof user_id === 'string' ? { user_id } : {}),
      ...(typeof group_id === 'string' ? { group_id } : {}),
    }
  } catch {
    return null
  }
}
