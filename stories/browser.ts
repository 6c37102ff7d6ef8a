import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from 'playwright-core'
import { browserPath } from './chromium.ts'

// Without a sandbox because root and containers have none; the rest keeps Chromium from calling home.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** @throws Error saying how to get a Chromium when this machine has none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = browserPath()
  if (executablePath === undefined) {
    throw new Error('There is no Chromium. Run npm test once, or put chromium or google-chrome on PATH.')
  }
  return chromium.launch({ executablePath, args })
}

/** A page as a new visitor has it: no cookies, a laptop's window, the language and zone fixed. */
export async function openPage(browser: Browser, baseURL?: string): Promise<Page> {
  const context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  })
  return context.newPage()
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds wrong on the page by WCAG 2.2 AA. Our pages have no frames: run in the page itself, telling faults only, axe
 * takes a fifth of the time (1.2 of 5.5 s, measured).
 */
export async function violationsOn(page: Page) {
  const axe = new AxeBuilder({ page }).options({ runOnly: rules, resultTypes: ['violations'] })
  return (await axe.setLegacyMode().analyze()).violations
}

/** The same, one line per fault: rule, place, what to do. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  return (await violationsOn(page)).flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(' ')}: ${help}`),
  )
}
