/** What a run is by definition, hour by hour: slow and obvious, for tests to hold the fast way against. Times are whole hours. */
import { askedOf, effortOf, handOffsOf, minutesOf, questionsOf } from './asked.ts'
import { contactsOf, demandOf, repeatsOf, switchesOf } from './contact.ts'
import { type Entry, endOf, given, hour, type Life, outcomeOf, overAt, stepsIn } from './life.ts'
import { datesAt, type PlainPromise, promisesOf } from './promise.ts'
import { consistencyOf } from './said.ts'
import { chasesOf, gapsOf } from './silence.ts'

type Holder = 'active' | 'company' | 'customer' | 'third_party' | 'unknown'

/** Everything methods part A says of one run. `news_seen`: somebody on this journey is known to have heard something. */
export function plainRun(life: Life, news_seen: boolean) {
  const { run, storyboard } = life
  const outcome = outcomeOf(life)
  const promises = promisesOf(life)
  const sees = news_seen || stepsIn(storyboard.design).some(({ tells }) => tells.length > 0)
  const gaps = sees ? gapsOf(life, promises) : null
  const contacts = contactsOf(life)
  const switches = switchesOf(life, contacts)
  const chases = gaps === null ? null : chasesOf(life, contacts, gaps)
  const chased = new Set(chases?.map(({ interaction_id }) => interaction_id))
  const asked = askedOf(life)
  const timed = outcome.kind === 'open' || outcome.at !== null
  const hours = timed ? hoursOf(life) : null
  const effort = effortOf(life, contacts, {
    switches,
    asked,
    chases: chases?.length ?? null,
    active: hours?.filter(({ holder }) => holder === 'active').length ?? null,
  })
  return {
    outcome,
    contacts: run.filter(({ direction }) => direction === 'inbound' || direction === 'outbound').length,
    switched: channelsOf(run).filter((channel, place, all) => place > 0 && channel !== all[place - 1]).length,
    held: hours === null ? null : heldOf(hours),
    gaps,
    promises,
    chases,
    switches,
    asked,
    effort: { ...effort, ...minutesOf(effort) },
    repeats: repeatsOf(contacts),
    demand: demandOf(life, contacts, chased),
    hand_offs: handOffsOf(life, asked, gaps),
    consistency: consistencyOf(life),
    questions: gaps === null ? null : questionsOf(life, contacts, chased),
    covered: hours === null ? null : coveredOf(hours, promises),
  }
}

const channelsOf = (run: Entry[]) =>
  run
    .filter(({ direction, channel }) => direction !== 'internal' && channel !== '' && channel !== 'unknown')
    .map(({ channel }) => channel)

/** Each hour has one holder: whoever takes part in it, else whoever was given the ball last (methods A.1). */
function hoursOf(life: Life): { at: number; holder: Holder }[] {
  const { run } = life
  const start = run[0]!.started_at
  const moved = Math.max(...run.map((each) => overAt(each, life)))
  const ended = outcomeOf(life).at
  const until = ended ?? Math.max(start, Math.min(moved, life.judged))
  const hours: { at: number; holder: Holder }[] = []
  for (let at = start; at < until; at += hour) {
    const takesPart = run.some(
      (each) => each.direction !== 'internal' && each.started_at <= at && (endOf(each, life) ?? 0) > at,
    )
    let holder: Holder = 'unknown'
    let latest = Number.NEGATIVE_INFINITY
    for (const each of run) {
      const to = given(each)
      const moves = each.direction === 'internal' ? overAt(each, life) : each.started_at
      if (to === null || moves > at || moves < latest) continue
      holder = to
      latest = moves
    }
    hours.push({ at, holder: takesPart ? 'active' : holder })
  }
  return hours
}

function heldOf(hours: { holder: Holder }[]): Record<Holder, number> {
  const held = { active: 0, company: 0, customer: 0, third_party: 0, unknown: 0 }
  for (const { holder } of hours) held[holder]++
  return held
}

/** Hours of waiting for the company, and of them those in which a date told was still to come; null = there are none. */
function coveredOf(hours: { at: number; holder: Holder }[], promises: PlainPromise[]) {
  const waited = hours.filter(({ holder }) => holder === 'company')
  if (waited.length === 0) return null
  const covered = waited.filter(({ at }) => datesAt(promises, at, 'told').length > 0)
  return { waited: waited.length, covered: covered.length }
}
