import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import type { Mount } from '../http/serve.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import { readCatalogue } from './catalogue.ts'
import { describe, nameWords, readNames, undoAct } from './catalogue-store.ts'
import * as contract from './contract.ts'
import { readPlan, savePlan } from './plan-store.ts'
import { readViolations } from './plan-violations.ts'
import type { CollectTables } from './tables.ts'
import { wordsOf } from './touchpoint-names.ts'

interface CatalogueParts {
  db: Db<CollectTables & AccessTables>
  analytics: Analytics
  stored(): void
}

export function mountCatalogue(mount: Mount, parts: CatalogueParts): void {
  const { db } = parts
  mount(contract.listTouchpoints, ({ workspace }) => readCatalogue(parts, workspace))
  mount(contract.nameTouchpoint, async ({ workspace, ...act }, caller) => {
    const by = byOf(caller)
    const named = await nameWords(db, workspace, { ...act, by })
    parts.stored()
    const on_what = `${act.of} ${act.name}`
    await noteDeed(db, { workspace, by, act: 'name', on_what, detail: act.words.join(', ') })
    return { act: named }
  })
  mount(contract.undoNaming, async ({ workspace, act_id }, caller) => {
    const by = byOf(caller)
    const undone = await undoAct(db, workspace, act_id, by)
    parts.stored()
    await noteDeed(db, { workspace, by, act: 'undo naming', on_what: `${undone.of} ${undone.name}` })
    return { act: undone }
  })
  mount(contract.describeTouchpoint, async ({ workspace, of, name: word, ...given }, caller) => {
    const names = await readNames(db, workspace)
    const called = of === 'touchpoint' ? names.touchpoints : names.channels
    const name = called.get(word) ?? word
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    const by = byOf(caller)
    const entry = await describe(db, workspace, of, { name, by, words: wordsOf(called, name), change })
    await noteDeed(db, { workspace, by, act: 'describe', on_what: `${of} ${name}` })
    return { name, ...entry }
  })
  mount(contract.readTrackingPlan, ({ workspace }) => readPlan(db, workspace))
  mount(contract.saveTrackingPlan, async ({ workspace, yaml }, caller) => {
    const by = byOf(caller)
    const saved = await savePlan(db, workspace, yaml, by)
    await noteDeed(db, { workspace, by, act: 'save tracking plan', on_what: 'tracking plan' })
    return saved
  })
  mount(contract.readPlanViolations, ({ workspace, days }) => readViolations(parts, workspace, days))
}
