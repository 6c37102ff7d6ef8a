import { basename } from 'node:path'
import { badInput } from '../http/errors.ts'
import type { InteractionShown } from './contract.ts'
import { guessMapping } from './guess-mapping.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import { planImport } from './import-plan.ts'
import { showInteraction } from './interaction-shown.ts'
import { mapFile } from './map-file.ts'
import { describeProblems, parseMapping } from './mapping.ts'
import { FileError } from './record.ts'

const shownInteractions = 50
const shownRejected = 1_000

/** What a file would become, without storing anything: its mapping, first interactions and every rejected row. */
export async function previewFile(
  path: string,
  given: string | undefined,
  kinds: IdentifierKinds,
  mapping_path?: string,
) {
  const guess = given === undefined ? await guessed(path) : null
  const yaml = given ?? guess!.yaml
  const { mapping, problems } = parseMapping(yaml, mapping_path ? basename(mapping_path) : 'mapping.yaml')
  const faults = mapping ? (await planImport(path, mapping)).problems : problems
  if (!mapping || faults.length > 0)
    throw badInput(
      'mapping',
      guess && guess.problems.length > 0
        ? guess.problems.join(' ')
        : describeProblems(faults, 'mapping.yaml'),
      'Mend the mapping, then look again.',
    )
  const interactions: InteractionShown[] = []
  const rejected: {
    file: string
    row: number
    field: string
    value: string
    reason: string
    record: string
  }[] = []
  let read = 0
  for (const file of (await planImport(path, mapping)).files) {
    for await (const batch of mapFile(file, 5_000, { kinds })) {
      read += batch.read
      for (const each of batch.interactions.slice(0, shownInteractions - interactions.length))
        interactions.push(showInteraction(each))
      for (const { row, field, value, reason, record } of batch.rejected.slice(
        0,
        shownRejected - rejected.length,
      ))
        rejected.push({ file: file.name, row, field, value, reason, record })
    }
  }
  return {
    mapping: yaml,
    guessed: guess !== null,
    subject_type: guess?.subject_type ?? interactions[0]?.subjects[0]?.type ?? '',
    interactions,
    read,
    rejected,
  }
}

async function guessed(path: string) {
  try {
    return await guessMapping(path)
  } catch (error) {
    if (error instanceof FileError)
      throw badInput('path', error.message, 'Choose a CSV, JSON Lines or XES file.')
    throw error
  }
}
