import type { Count, Place } from './break-place.ts'
import { share } from './break-place.ts'
import type { BreakSize } from './break-size.ts'

/** A break in one plain sentence: where, how often, what happens, what it costs. `segment` is '' or `region=North`. */
export function breakWords(place: Place, segment: string, count: Count, size: BreakSize): string {
  const equals = segment.indexOf('=')
  const where = equals < 0 ? '' : `Where ${segment.slice(0, equals)} is ${segment.slice(equals + 1)}, `
  return `${where}${percent(share(count))} of runs ${happening(place, size)}.`
}

function happening({ kind, from, to, what }: Place, size: BreakSize): string {
  const amount = size.size === null ? '' : size.unit === 'days' ? days(size.size) : decimal(size.size)
  const after = from && `after '${from}'`
  const more = amount && `${amount} more than ${size.against === 'rest' ? 'the rest' : 'allowed'}`
  const between = [after, to && `before '${to}'`].filter(Boolean).join(' and ')
  switch (kind) {
    case 'silence':
      return clauses(spaced('hear nothing for too long', between), more)
    case 'wait':
      return clauses(spaced('wait too long', between), more)
    case 'missed_promise': {
      const promised = spaced(`do not get '${what || to}' when promised`, from && `at '${from}'`)
      return clauses(promised, amount && `but ${amount} late`)
    }
    case 'repeated_step':
      return clauses(`go through '${to || from}' again`, amount && `${amount} extra times each`)
    case 'skipped_step':
      return clauses(`never see '${to || from}'`, failing(size))
    case 'drop_out':
      return spaced('go no further', after)
    case 'asked_twice':
      return clauses(
        spaced('are asked again', to && `at '${to}'`, 'for what they had given', from && `at '${from}'`),
        failing(size),
      )
    case 'hand_off':
      return clauses(
        `handed from '${from}' to '${to}' meet somebody who does not know their history`,
        failing(size),
      )
    case 'contradiction':
      return clauses(
        spaced('are told two things that cannot both be true', what && `about the ${what}`),
        from && to && (from === to ? `both by '${from}'` : `first by '${from}', then by '${to}'`),
        failing(size),
      )
    case 'forced_switch':
      return clauses(`that come by '${from}' must turn to '${to}'`, failing(size))
  }
}

function spaced(...parts: string[]): string {
  return parts.filter(Boolean).join(' ')
}

function clauses(...parts: string[]): string {
  return parts.filter(Boolean).join(', ')
}

function failing({ size, size_low, size_high }: BreakSize): string {
  if (size === null || size_low === null || size_high === null) return ''
  if (size_low <= 0 && size_high >= 0) return 'without failing more or less often than the rest'
  const points = Math.abs(size * 100)
  return `and fail ${decimal(points)} percentage points ${size > 0 ? 'more' : 'less'} often than the rest`
}

function percent(value: number): string {
  const points = value * 100
  return `${points >= 9.95 ? Math.round(points) : points.toFixed(1)} %`
}

function days(value: number): string {
  return `${decimal(value)} ${decimal(value) === '1' ? 'day' : 'days'}`
}

function decimal(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10)
}
