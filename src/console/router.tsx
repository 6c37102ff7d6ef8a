import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { readSession } from '../access/contract.ts'
import { call } from './call.ts'
import { Loading, Page } from './page.tsx'
import { lasting, parseSearch, type Search, searchOf, stringifySearch } from './search.ts'
import { Shell } from './shell.tsx'
import { Empty, ProblemNote } from './states.tsx'
import { queries } from './use-call.ts'

const session = () =>
  queries.fetchQuery({
    queryKey: [readSession.name, {}],
    queryFn: () => call(readSession, {}),
    staleTime: 60_000,
  })

const root = createRootRoute({
  component: Outlet,
  validateSearch: (given: Record<string, unknown>): Search => searchOf(given),
})

const entrance = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    const { person, workspaces } = await session()
    const first =
      workspaces.find((one) => !one.sample && one.interactions > 0) ??
      workspaces.find((one) => !one.sample) ??
      workspaces[0]
    throw person && first
      ? redirect({ to: '/$workspace', params: { workspace: first.workspace } })
      : redirect({ to: '/sign-in' })
  },
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../access/screens/sign-in.tsx'), 'SignIn'),
})

const workspace = createRoute({
  getParentRoute: () => root,
  path: '/$workspace',
  component: Shell,
  search: { middlewares: [retainSearchParams<Search>(lasting)] },
  beforeLoad: async ({ location }) => {
    const { person } = await session()
    if (!person) throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
})

const home = createRoute({
  getParentRoute: () => workspace,
  path: '/',
  component: lazyRouteComponent(() => import('./home.tsx'), 'Home'),
})
const journeys = createRoute({
  getParentRoute: () => workspace,
  path: '/journeys',
  component: lazyRouteComponent(() => import('../journeys/screens/journeys-page.tsx'), 'JourneysPage'),
})
const journey = createRoute({
  getParentRoute: () => workspace,
  path: '/journeys/$journey',
  component: lazyRouteComponent(() => import('../journeys/screens/journey-page.tsx'), 'JourneyPage'),
})
const run = createRoute({
  getParentRoute: () => workspace,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('../journeys/screens/run-page.tsx'), 'RunPage'),
})
const subject = createRoute({
  getParentRoute: () => workspace,
  path: '/subjects/$subject',
  component: lazyRouteComponent(() => import('../journeys/screens/subject-page.tsx'), 'SubjectPage'),
})
const customers = createRoute({
  getParentRoute: () => workspace,
  path: '/customers',
  component: lazyRouteComponent(() => import('../act/screens/customers-page.tsx'), 'CustomersPage'),
})
const customer = createRoute({
  getParentRoute: () => workspace,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('../act/screens/customer-page.tsx'), 'CustomerPage'),
})
const groups = createRoute({
  getParentRoute: () => workspace,
  path: '/customers/groups',
  component: lazyRouteComponent(() => import('../act/screens/groups-page.tsx'), 'GroupsPage'),
})
const group = createRoute({
  getParentRoute: () => workspace,
  path: '/customers/groups/$kind/$group',
  component: lazyRouteComponent(() => import('../act/screens/group-page.tsx'), 'GroupPage'),
})
const matching = createRoute({
  getParentRoute: () => workspace,
  path: '/customers/matching',
  component: lazyRouteComponent(() => import('../identity/screens/matching-page.tsx'), 'MatchingPage'),
})
const rights = createRoute({
  getParentRoute: () => workspace,
  path: '/customers/$customerId/rights',
  component: lazyRouteComponent(() => import('../act/screens/rights-page.tsx'), 'RightsPage'),
})
const identity = createRoute({
  getParentRoute: () => workspace,
  path: '/customers/$customerId/identity',
  component: lazyRouteComponent(() => import('../identity/screens/identity-page.tsx'), 'IdentityPage'),
})
const pop = createRoute({
  getParentRoute: () => workspace,
  path: '/pop',
  component: lazyRouteComponent(() => import('../act/screens/pop-page.tsx'), 'PopPage'),
})
const panel = createRoute({
  getParentRoute: () => root,
  path: '/panel/$panel',
  component: lazyRouteComponent(() => import('../act/screens/panel-page.tsx'), 'PanelPage'),
})
const sources = createRoute({
  getParentRoute: () => workspace,
  path: '/sources',
  component: lazyRouteComponent(() => import('../collect/screens/sources-page.tsx'), 'SourcesPage'),
})
const exported = createRoute({
  getParentRoute: () => workspace,
  path: '/export',
  component: lazyRouteComponent(() => import('../act/screens/export-page.tsx'), 'ExportPage'),
})
const touchpoints = createRoute({
  getParentRoute: () => workspace,
  path: '/sources/touchpoints',
  component: lazyRouteComponent(() => import('../journeys/screens/touchpoints-page.tsx'), 'TouchpointsPage'),
})
const settings = createRoute({
  getParentRoute: () => workspace,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings.tsx'), 'Settings'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    entrance,
    signIn,
    panel,
    workspace.addChildren([
      home,
      journeys,
      journey,
      run,
      subject,
      sources,
      touchpoints,
      customers,
      customer,
      groups,
      group,
      matching,
      identity,
      rights,
      pop,
      exported,
      settings,
    ]),
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingComponent: () => (
    <div className="tl-page">
      <Loading />
    </div>
  ),
  defaultErrorComponent: ({ error, reset }) => (
    <Page title="This page could not be shown">
      <ProblemNote error={error} retry={reset} />
    </Page>
  ),
  defaultNotFoundComponent: () => (
    <Page title="No such page">
      <Empty title="There is no page at this address">
        Check the address, or go to <a href="/">the first page</a>.
      </Empty>
    </Page>
  ),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
