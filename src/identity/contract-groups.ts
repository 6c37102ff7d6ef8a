/** Accounts, households and other groups of customers. Browser-safe. */
import { z } from 'zod'
import { time, workspace } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'

const kind = z.string().trim().min(1).max(200)
const key = z.string().trim().min(1).max(500)
const customer_id = z.string().regex(/^\d{1,20}$/, 'an id is a number, as it is listed')

export const groupListed = z.object({
  kind: z.string(),
  key: z.string(),
  /** null = nobody said what it is called. */
  name: z.string().nullable(),
  /** Customers. */
  members: z.number(),
})

export const listGroups = operation({
  name: 'list_groups',
  method: 'GET',
  path: '/api/:workspace/groups',
  permission: 'member',
  summary: 'Accounts, households and other groups by part of their name or key, the largest first',
  input: z.object({
    workspace,
    q: z.string().max(200).default(''),
    kind: kind.optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(50),
  }),
  output: z.object({ groups: z.array(groupListed) }),
})

export const memberShown = z.object({
  customer_id: z.string(),
  name: z.string().nullable(),
  identifiers: z.array(z.object({ identifier_id: z.string(), kind: z.string(), value: z.string() })),
  /** Free words, as each source or person says it; empty = not said. */
  roles: z.array(z.string()),
  since: time,
  /** Sources, and people by their address. */
  said_by: z.array(z.string()),
})

export const groupShown = z.object({
  kind: z.string(),
  key: z.string(),
  group_id: z.string(),
  name: z.string().nullable(),
  traits: z.record(z.string(), z.string()),
  /** In all; so many more than 500 are not listed. */
  members_in_all: z.number(),
  /** Who came first, first. */
  members: z.array(memberShown),
  /** What people did, latest first. */
  acts: z.array(
    z.object({
      act_id: z.number(),
      act: z.enum(['add', 'remove']),
      customer_id: z.string(),
      /** Their name, else how they are known. */
      called: z.string(),
      role: z.string(),
      by: z.string(),
      reason: z.string(),
      at: time,
    }),
  ),
})

export const readGroup = operation({
  name: 'read_group',
  method: 'GET',
  path: '/api/:workspace/groups/:kind/:key',
  permission: 'member',
  summary: 'A group: what is said of it, who belongs to it in which role, and who says so',
  input: z.object({ workspace, kind, key }),
  output: groupShown,
})

const reason = z.string().trim().min(3, 'say why, in a few words').max(500)

export const addMember = operation({
  name: 'add_member',
  method: 'POST',
  path: '/api/:workspace/groups/:kind/:key/members',
  permission: 'member',
  summary: 'Say that a customer belongs to a group; a group that is not there is made',
  input: z.object({
    workspace,
    kind,
    key,
    customer_id,
    role: z.string().trim().max(200).default(''),
    /** What the group is called, where no source says. */
    name: z.string().trim().max(500).default(''),
    reason,
  }),
  output: z.object({ members: z.number() }),
})

export const removeMember = operation({
  name: 'remove_member',
  method: 'POST',
  path: '/api/:workspace/groups/:kind/:key/members/:customer_id/remove',
  permission: 'member',
  summary: 'Say that a customer does not belong to a group, whatever sources say; adding takes it back',
  input: z.object({ workspace, kind, key, customer_id, reason }),
  output: z.object({ members: z.number() }),
})

/** A group as its members are shown to be in it. */
export const groupOfCustomer = z.object({
  kind: z.string(),
  key: z.string(),
  name: z.string().nullable(),
  roles: z.array(z.string()),
  since: time,
  said_by: z.array(z.string()),
})

export type GroupShown = z.output<typeof groupShown>
export type GroupListed = z.output<typeof groupListed>
export type GroupOfCustomer = z.output<typeof groupOfCustomer>
