import { hash } from 'node:crypto'

/**
 * Which of the living processes has a piece of work, told by all of them alike: the one whose number weighs most with its name. When
 * one goes only its own work changes hands. It spares double work; that two never do the same at once is held by `Life.alone`.
 */
export function hasWork(name: string, process_id: number, living: readonly number[]): boolean {
  const own = weightOf(name, process_id)
  return living.every((other) => other === process_id || weightOf(name, other) < own)
}

const weightOf = (name: string, process_id: number) => hash('sha1', `${name}\u0000${process_id}`)
