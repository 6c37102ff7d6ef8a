import { mkdirSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { violationsOn } from '../../stories/browser.ts'

/**
 * Photographs every screen of the gallery and runs axe on it.
 * `node tools/console-fixtures/look.ts [base url] [folder] [only]`
 */
const base = process.argv[2] ?? 'http://localhost:4600'
const folder = process.argv[3] ?? '/tmp/throughline-look'
const only = process.argv[4] ?? ''
mkdirSync(folder, { recursive: true })

interface Screen {
  name: string
  path: string
  ready: string
  act?: (page: Page) => Promise<void>
}

const screens: Screen[] = [
  { name: 'home-empty', path: '/empty', ready: 'text=Drop a CSV or XES' },
  { name: 'home', path: '/sample', ready: 'text=All sources' },
  { name: 'journeys', path: '/sample/journeys', ready: 'table' },
  { name: 'journeys-empty', path: '/empty/journeys', ready: 'text=No journey yet' },
  { name: 'journey-map', path: '/sample/journeys/claim', ready: '.tl-flow-edge, .tl-map-edge' },
  {
    name: 'journey-map-edge',
    path: '/sample/journeys/claim?selected=edge:Survey+done|Decision+told',
    ready: '.tl-map-opened svg',
  },
  {
    name: 'journey-map-step',
    path: '/sample/journeys/claim?selected=step:Decision+told',
    ready: '.tl-map-opened',
  },
  {
    name: 'journey-map-table',
    path: '/sample/journeys/claim',
    ready: '.tl-map-table',
    act: async (page) => page.locator('.tl-map-table summary').click(),
  },
  {
    name: 'journey-map-crowded',
    path: '/sample/journeys/crowded?shown=1',
    ready: '.tl-flow-edge, .tl-map-edge',
  },
  {
    name: 'journey-none',
    path: '/sample/journeys/claim?since=2030-01-01T00:00:00.000Z',
    ready: 'text=No run passes',
  },
  ...[
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
    'runs',
    'storyboard',
  ].map((tab) => ({
    name: `journey-${tab}`,
    path: `/sample/journeys/claim?tab=${tab}`,
    ready:
      tab === 'storyboard' ? 'textarea' : tab === 'runs' ? '.tl-sheet-cell' : '.mantine-Tabs-panel table',
  })),
  {
    name: 'journey-effort-unknown',
    path: '/sample/journeys/claim?tab=effort&version=1',
    ready: 'text=is unknown here',
  },
  {
    name: 'journey-waste-opened',
    path: '/sample/journeys/claim?tab=waste&selected=step:Survey+done',
    ready: 'text=Left it out',
  },
  {
    name: 'journey-waste-unknown',
    path: '/sample/journeys/claim?tab=waste&version=1',
    ready: 'text=Which steps are wasted is unknown',
  },
  {
    name: 'journey-onward-unknown',
    path: '/sample/journeys/claim?tab=onward&version=1',
    ready: 'text=What comes next is unknown',
  },
  {
    name: 'journey-times-unknown',
    path: '/sample/journeys/claim?tab=times&version=1',
    ready: 'text=Whose time it was is unknown',
  },
  {
    name: 'journey-silence-unlearnt',
    path: '/sample/journeys/claim?tab=silence&version=1',
    ready: 'text=cannot be learnt',
  },
  {
    name: 'journey-said-opened',
    path: '/sample/journeys/claim?tab=said',
    ready: '.tl-contradiction',
    act: async (page) => page.locator('.tl-contradiction summary').first().click(),
  },
  {
    name: 'journey-compare',
    path: '/sample/journeys/claim?tab=compare&attribute=region%3DSouth&beside=attribute%3Dregion%253DNorth',
    ready: '.tl-compared',
  },
  {
    name: 'journey-compare-same',
    path: '/sample/journeys/claim?tab=compare',
    ready: 'text=Choose the second side',
  },
  {
    name: 'storyboard-step',
    path: '/sample/journeys/claim?tab=storyboard&selected=step%3AReceipt+confirmed',
    ready: '.tl-design-promise',
    act: (page) => page.getByLabel('Due in').fill('3 parsecs'),
  },
  {
    name: 'storyboard-block',
    path: '/sample/journeys/claim?tab=storyboard&selected=block%3Asteps%5B7%5D',
    ready: '.tl-design-form',
    act: async (page) => {
      await page.locator('[role=treeitem][tabindex="0"]').focus()
      await page.keyboard.press('r')
    },
  },
  {
    name: 'storyboard-keys',
    path: '/sample/journeys/claim?tab=storyboard',
    ready: '.tl-design-tree',
    act: async (page) => {
      await page.locator('[role=treeitem][tabindex="0"]').focus()
      await page.keyboard.press('?')
      await page.waitForSelector('kbd')
    },
  },
  {
    name: 'storyboard-unreadable',
    path: '/sample/journeys/claim?tab=storyboard',
    ready: '.tl-design-tree',
    act: (page) => page.locator('textarea.tl-yaml-text').fill('steps: [\n'),
  },
  {
    name: 'storyboard-change',
    path: '/sample/journeys/claim?tab=storyboard',
    ready: 'textarea',
    act: (page) => heldAgainst(page, 'silence: 4d'),
  },
  {
    name: 'storyboard-parts',
    path: '/sample/journeys/claim?tab=storyboard',
    ready: '.tl-part',
    act: async (page) => {
      await page.getByRole('button', { name: 'Add an outcome' }).click()
      await page.getByRole('button', { name: 'Add an objective' }).click()
      await page.getByRole('button', { name: 'Add what steps tell and ask' }).click()
      await page.getByRole('button', { name: 'Add a calendar' }).click()
      await page.getByLabel('Share of runs').last().fill('95 of 100')
      await page.waitForSelector('text=is not a share')
    },
  },
  {
    name: 'storyboard-comparing',
    path: '/sample/journeys/claim?tab=storyboard&held=all',
    ready: 'textarea',
    act: async (page) => {
      await page.getByRole('button', { name: 'Show what would change' }).click()
      await page.waitForSelector('text=/histories .*left/')
    },
  },
  {
    name: 'storyboard-same',
    path: '/sample/journeys/claim?tab=storyboard&held=90',
    ready: 'textarea',
    act: (page) => heldAgainst(page, 'silence: 5d # as it was'),
  },
  {
    name: 'storyboard-leave',
    path: '/sample/journeys/claim?tab=storyboard',
    ready: 'textarea',
    act: async (page) => {
      await heldAgainst(page, 'silence: 4d')
      await page.getByRole('link', { name: 'Journeys' }).last().click()
      await page.waitForSelector('text=Leave without saving?')
    },
  },
  { name: 'run', path: '/sample/runs/claim-K-4208', ready: '.tl-touch' },
  { name: 'run-missing', path: '/sample/runs/nobody', ready: 'text=No such run' },
  { name: 'subject', path: '/sample/subjects/order', ready: '.tl-flow-edge, .tl-map-edge' },
  { name: 'subject-propose', path: '/sample/subjects/order?tab=storyboard', ready: 'textarea' },
  { name: 'sources', path: '/sample/sources', ready: 'table' },
  { name: 'sources-preview', path: '/sample/sources?upload=claims.csv', ready: 'text=First interactions' },
  { name: 'sources-import', path: '/sample/sources?import=i0', ready: 'text=See the claim map' },
  { name: 'imports', path: '/sample/sources?tab=imports', ready: 'table' },
  { name: 'quarantine', path: '/sample/sources?tab=quarantine', ready: 'table' },
  {
    name: 'quarantine-mend',
    path: '/sample/sources?tab=quarantine',
    ready: 'table',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Correct row/ })
        .first()
        .click()
      await page.waitForSelector('text=Correct and replay')
    },
  },
  { name: 'quarantine-empty', path: '/empty/sources?tab=quarantine', ready: 'text=Nothing in quarantine' },
  { name: 'keys', path: '/sample/sources?tab=keys', ready: 'table' },
  { name: 'first-event', path: '/sample/sources?tab=event', ready: 'pre' },
  { name: 'settings', path: '/sample/settings', ready: 'table' },
  {
    name: 'palette',
    path: '/sample',
    ready: 'text=All sources',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.waitForSelector('text=Write keys')
    },
  },
  { name: 'sign-in', path: '/sign-in', ready: 'text=Sign in to Throughline' },
]

/** Writes this line about silence into the draft and holds it against the runs. */
async function heldAgainst(page: Page, line: string): Promise<void> {
  const text = page.locator('textarea.tl-yaml-text')
  await text.fill((await text.inputValue()).replace('silence: 5d', line))
  await page.getByRole('button', { name: 'Show what would change' }).click()
  await page.waitForSelector('.tl-draft-change')
}

async function look(
  browser: Browser,
  screen: Screen,
  width: number,
  scheme: 'light' | 'dark',
): Promise<number> {
  const context = await browser.newContext({
    viewport: { width, height: width > 600 ? 900 : 844 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404'))
      complaints.push(`console: ${message.text().slice(0, 300)}`)
  })
  await page.goto(base + screen.path)
  await page
    .waitForSelector(screen.ready, { timeout: 8000 })
    .catch(() => complaints.push(`never showed ${screen.ready}`))
  await screen.act?.(page).catch((error: Error) => complaints.push(error.message.slice(0, 200)))
  await page.waitForTimeout(350)
  const scroll = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  if (scroll > 0) complaints.push(`scrolls sideways by ${scroll} px`)
  for (const violation of await violationsOn(page))
    complaints.push(
      `axe ${violation.id} (${violation.nodes.length}): ${violation.nodes[0]?.target.join(' ')} — ${violation.nodes[0]?.failureSummary?.split('\n').slice(1, 3).join(' ').trim().slice(0, 220)}`,
    )
  await page.screenshot({ path: `${folder}/${screen.name}-${width}-${scheme}.png`, fullPage: true })
  await context.close()
  for (const complaint of complaints) console.log(`${screen.name} ${width} ${scheme}: ${complaint}`)
  return complaints.length
}

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
let total = 0
const looks = screens.filter((screen) => screen.name.startsWith(only))
for (const screen of looks)
  for (const width of [1440, 390])
    for (const scheme of ['light', 'dark'] as const) total += await look(browser, screen, width, scheme)
await browser.close()
console.log(`${looks.length} screens, ${total} complaints`)
