import { byOf } from '../access/index.ts'
import { findOfCustomer, pendingImports } from '../collect/index.ts'
import { badInput, notFound, Problem } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import { readCustomerIdentifiers } from '../identity/index.ts'
import { noteTouchedRuns } from '../journeys/index.ts'
import { countAll, type Erasing, forgetErasing } from '../storage/erasure.ts'
import { type Certificate, hashOf, intactChain } from './certificate.ts'
import {
  type CertificateShown,
  type ErasurePreview,
  eraseCustomer,
  listErasures,
  previewErasure,
  readCertificate,
} from './contract-rights.ts'
import { type ErasureParts, performErasure } from './erasure.ts'
import { erasureHandlers } from './erasure-tables.ts'
import { recordErasure } from './record-erasure.ts'

export function mountErasure(mount: Mount, parts: ErasureParts): void {
  const { db } = parts
  mount(previewErasure, ({ workspace, customer_id }) => previewOf(parts, workspace, customer_id))
  mount(eraseCustomer, async ({ workspace, customer_id, confirm, ground }, caller) => {
    if (confirm !== customer_id)
      throw badInput(
        'confirm',
        `"${confirm}" is not the id of the customer to be erased.`,
        `Write ${customer_id} to erase this customer for good.`,
      )
    await refuseWhileImporting(parts, workspace)
    const { identifiers } = await readCustomerIdentifiers(parts, workspace, customer_id)
    const job = await recordErasure(
      parts,
      workspace,
      { by: byOf(caller), ground, kind: 'customer' },
      { customer_id, identifiers: identifiers.map(erasedIdentifier) },
    )
    return shownCertificate(await performErasure(parts, job))
  })
  mount(listErasures, async ({ workspace, limit }) => {
    const rows = await db
      .selectFrom('erasures')
      .select(['certificate', 'hash'])
      .where('workspace', '=', workspace)
      .orderBy('finished_at')
      .execute()
    const done = rows.flatMap(({ certificate, hash }) =>
      certificate === null || hash === null ? [] : [{ certificate, hash }],
    )
    const intact = intactChain(done)
    const erasures = done.map(({ certificate, hash }, place) => ({
      ...(JSON.parse(certificate) as Certificate),
      hash,
      intact: intact[place]!,
    }))
    return { erasures: erasures.reverse().slice(0, limit), under_way: rows.length - done.length }
  })
  mount(readCertificate, async ({ workspace, erasure_id }) => {
    const row = await db
      .selectFrom('erasures')
      .select(['certificate', 'hash'])
      .where('workspace', '=', workspace)
      .where('erasure_id', '=', erasure_id)
      .executeTakeFirst()
    if (!row?.certificate || row.hash === null)
      throw notFound(`certificate ${erasure_id}`, 'See the list of erasures: one under way has none yet.')
    return { certificate: row.certificate, hash: row.hash }
  })
}

const erasedIdentifier = ({
  identifier_id,
  kind,
  value,
}: {
  identifier_id: string
  kind: string
  value: string
}) => ({
  identifier_id,
  kind,
  value,
})

/** As it is hashed, with its hash. */
export function shownCertificate(certificate: Certificate): CertificateShown {
  return { ...certificate, hash: hashOf(JSON.stringify(certificate)) }
}

/** An import that has read a record already would store it after it was erased. */
export async function refuseWhileImporting({ db }: ErasureParts, workspace: string): Promise<void> {
  if ((await pendingImports(db, workspace)) > 0)
    throw new Problem(409, 'An import is under way', `An import into '${workspace}' is being read.`, {
      remedy: 'Wait until it has ended, or cancel it, then erase.',
    })
}

/** Numbers no erasure on record has: what a preview finds is forgotten at once. */
const previewId = () => 2 ** 52 + Math.floor(Math.random() * 2 ** 40)

async function previewOf(
  parts: ErasureParts,
  workspace: string,
  customer_id: string,
): Promise<ErasurePreview> {
  const { identifiers } = await readCustomerIdentifiers(parts, workspace, customer_id)
  const erasing: Erasing = {
    workspace,
    erasure_id: previewId(),
    identifiers: identifiers.map(erasedIdentifier),
    received_before: null,
  }
  await parts.follow(workspace)
  try {
    const { subjects: _, ...interactions } = await findOfCustomer(parts, erasing)
    await noteTouchedRuns(parts, erasing)
    return {
      customer_id,
      identifiers: identifiers.map(({ kind, value }) => ({ kind, value })),
      interactions,
      found: await countAll(erasureHandlers(parts), erasing),
    }
  } finally {
    await forgetErasing(parts.analytics, erasing)
  }
}
