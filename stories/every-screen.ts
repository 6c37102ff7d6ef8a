import type { Page } from 'playwright-core'
import { accessibilityFaults } from './browser.ts'

/** Screens looked at by the torture alone: each takes five seconds of the suite. */
const seldom =
  /tab=(onward|deviations|waste|variants|effort|compare|silence|objectives|runs|imports|keys|channels|tracking|said|promises|times)$|selected=zendesk$|touchpoints$|^\/main\/(journeys|sources|.*tab=quarantine)$/

const tabs = [
  'times',
  'silence',
  'promises',
  'effort',
  'said',
  'onward',
  'objectives',
  'deviations',
  'waste',
  'variants',
  'compare',
  'runs',
  'storyboard',
]

/** Every screen of a product that has loaded the sample company. */
export const screens = [
  ...[
    '',
    '/journeys',
    '/sources',
    '/sources?tab=channels',
    '/sources?tab=channels&selected=zendesk',
    '/sources?tab=imports',
    '/sources?tab=quarantine',
    '/sources?tab=keys',
    '/customers',
    '/customers/matching',
    '/customers/matching?tab=identifiers',
    '/customers/groups',
    '/export',
  ].map((path) => `/main${path}`),
  ...['/settings', '', '/journeys', '/journeys/get-connected', '/subjects/order', '/sources'].map(
    (path) => `/sample${path}`,
  ),
  '/sample/sources?tab=quarantine',
  '/sample/sources?tab=health',
  '/sample/sources/touchpoints',
  '/sample/sources/touchpoints?tab=tracking',
  ...tabs.map((tab) => `/sample/journeys/get-connected?tab=${tab}`),
]

export interface Look {
  width: number
  colorScheme: 'light' | 'dark'
}

const settled = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200))))`

/**
 * What is wrong on any screen, one line each: by axe (WCAG 2.2 AA), and pages that scroll sideways. `each`: in all of the looks,
 * or in one of them in turn.
 */
export async function faultsOnScreens(
  page: Page,
  looks: Look[],
  each: 'all' | 'in turn' = 'all',
): Promise<string[]> {
  const faults: string[] = []
  const walked = each === 'all' ? screens : screens.filter((screen) => !seldom.test(screen))
  for (const [nth, screen] of walked.entries()) {
    await page.goto(screen)
    await page.locator('main h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    const taken = each === 'all' ? looks : [looks[nth % looks.length]!]
    for (const { width, colorScheme } of taken) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.locator(`html[data-mantine-color-scheme='${colorScheme}']`).waitFor()
      // The attribute changes before the colours do: on a busy machine frames later.
      await page.evaluate(settled)
      const found = await accessibilityFaults(page)
      const wider = Number(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      )
      if (wider > 0) found.push(`the page scrolls sideways by ${wider} px`)
      faults.push(...found.map((fault) => `${screen} ${width} ${colorScheme}: ${fault}`))
    }
  }
  return faults
}
