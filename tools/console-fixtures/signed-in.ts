import * as access from '../../src/access/contract.ts'
import { type Answer, answer } from './answer.ts'

export const sessionAnswers = (signedIn: () => boolean): Answer[] => [
  answer(access.readSession, () =>
    signedIn()
      ? {
          person: { name: 'Ana Owner', email: 'owner@example.com', initial_password: true },
          workspaces: [
            { workspace: 'sample', role: 'owner' as const, sample: true, interactions: 4812 },
            { workspace: 'empty', role: 'owner' as const, sample: false, interactions: 0 },
          ],
          sign_in_hint: null,
        }
      : {
          person: null,
          workspaces: [],
          sign_in_hint:
            'First start: the e-mail is owner@example.com; the password stands in data/owner-password.txt and in the log of the first start.',
        },
  ),
  answer(access.createWorkspace, ({ workspace }) => ({
    workspace,
    role: 'owner' as const,
    sample: false,
    interactions: 0,
  })),
  answer(access.removeWorkspace, () => ({ removed: true })),
]
