/**
 * Time as the clock on the wall in Berlin shows it: epoch milliseconds of the local date and hour, as
 * if they were UTC. The company lives by this clock; files get local times or UTC from it.
 */
import type { Rng } from './random.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** First day on which somebody orders, and the last second the exports cover. */
export const FIRST = Date.UTC(2026, 0, 2)
export const END = Date.UTC(2026, 8, 30, 23, 59, 59)

const opens = 8
const closes = 18

/** UTC of a wall time in Berlin, by the European rule for summer time. */
export function toUtc(wall: number): number {
  return wall - (summer(wall) ? 2 : 1) * HOUR
}

const bounds = new Map<number, [number, number]>()

function summer(wall: number): boolean {
  const year = new Date(wall).getUTCFullYear()
  let pair = bounds.get(year)
  if (!pair) {
    pair = [lastSunday(year, 2) + 2 * HOUR, lastSunday(year, 9) + 3 * HOUR]
    bounds.set(year, pair)
  }
  return wall >= pair[0] && wall < pair[1]
}

function lastSunday(year: number, month: number): number {
  const end = Date.UTC(year, month + 1, 0)
  return end - new Date(end).getUTCDay() * DAY
}

/** Midnight of the day. */
export function midnight(wall: number): number {
  return Math.floor(wall / DAY) * DAY
}

/** 0 = Sunday … 6 = Saturday. */
export function weekday(wall: number): number {
  return (Math.floor(wall / DAY) + 4) % 7
}

/** The same moment when an office works (Monday to Friday, 8 to 18), else some hour of its next day. */
export function office(wall: number, r: Rng): number {
  const hour = (wall - midnight(wall)) / HOUR
  let day = midnight(wall)
  const works = weekday(day) % 6 !== 0
  if (works && hour >= opens && hour < closes) return wall
  if (!works || hour >= closes) day += DAY
  while (weekday(day) % 6 === 0) day += DAY
  return Math.floor(day + (opens + 8 * r()) * HOUR)
}

/** The same moment by day (7 to 22), else some hour of the morning that follows: people write when awake. */
export function awake(wall: number, r: Rng): number {
  const hour = (wall - midnight(wall)) / HOUR
  if (hour >= 7 && hour < 22) return wall
  const day = midnight(wall) + (hour >= 22 ? DAY : 0)
  return Math.floor(day + (7 + 4 * r()) * HOUR)
}

/** Midnight of the first day, from this one on, on which technicians drive (not on Sundays). */
export function visitDay(wall: number): number {
  const day = midnight(wall)
  return weekday(day) === 0 ? day + DAY : day
}

const dates = new Map<number, string>()

/** `2026-03-09` */
export function dateOf(wall: number): string {
  const day = Math.floor(wall / DAY)
  let text = dates.get(day)
  if (!text) {
    text = new Date(day * DAY).toISOString().slice(0, 10)
    dates.set(day, text)
  }
  return text
}

function clock(wall: number): string {
  const seconds = Math.floor((wall - midnight(wall)) / 1000)
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`
}

function two(n: number): string {
  const whole = Math.floor(n)
  return whole < 10 ? `0${whole}` : `${whole}`
}

/** `2026-03-09 14:05:00`, local, without an offset. */
export function local(wall: number): string {
  return `${dateOf(wall)} ${clock(wall)}`
}

/** `2026-03-09T14:05:00+01:00` */
export function withOffset(wall: number): string {
  return `${dateOf(wall)}T${clock(wall)}${summer(wall) ? '+02:00' : '+01:00'}`
}

/** `09.03.2026 14:05:00`, as German shops write it. */
export function german(wall: number): string {
  const d = dateOf(wall)
  return `${d.slice(8)}.${d.slice(5, 7)}.${d.slice(0, 4)} ${clock(wall)}`
}
