import { AppShell, Burger, Group, Kbd, Menu, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconChevronDown,
  IconDatabaseImport,
  IconHome,
  IconLogout,
  IconPlus,
  IconRoute,
  IconSearch,
  IconSettings,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { readSession } from '../access/contract.ts'
import { authenticate } from './call.ts'
import { ColourScheme } from './colour-scheme.tsx'
import { count } from './fmt.ts'
import { notifyProblem, queries, useCall, useWorkspace } from './use-call.ts'

const Palette = lazy(() => import('./palette.tsx'))

/** The order of the loop; a domain appears when it exists. */
const places = [
  { to: '/$workspace', label: 'Home', icon: IconHome },
  { to: '/$workspace/journeys', label: 'Journeys', icon: IconRoute },
  { to: '/$workspace/sources', label: 'Sources', icon: IconDatabaseImport },
  { to: '/$workspace/customers', label: 'Customers', icon: IconUsers },
  { to: '/$workspace/settings', label: 'Settings', icon: IconSettings },
] as const

function WorkspaceSwitcher() {
  const here = useWorkspace()
  const navigate = useNavigate()
  const { data } = useCall(readSession, {})
  return (
    <Menu width={232} position="bottom-start" shadow="md">
      <Menu.Target>
        <UnstyledButton className="tl-rail-link tl-rail-button" aria-label={`Workspace ${here}, change`}>
          <img src="/throughline.svg" alt="" width={22} height={22} />
          <span style={{ flex: 1, fontWeight: 600, overflow: 'hidden', textOverflow: 'ellipsis' }}>
            {here}
          </span>
          <IconChevronDown size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Workspaces</Menu.Label>
        {data?.workspaces.map((one) => (
          <Menu.Item
            key={one.workspace}
            onClick={() => void navigate({ to: '/$workspace', params: { workspace: one.workspace } })}
            rightSection={
              <span className="tl-interval">
                {one.sample ? 'sample · ' : ''}
                {count(one.interactions)}
              </span>
            }
          >
            {one.workspace}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => void navigate({ to: '/$workspace/settings', params: { workspace: here } })}
        >
          New workspace
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function PersonMenu() {
  const { data } = useCall(readSession, {})
  const signOut = async () => {
    await authenticate('sign-out', {}).catch(notifyProblem)
    queries.clear()
    location.assign('/sign-in')
  }
  return (
    <Menu width={232} position="top-start" shadow="md">
      <Menu.Target>
        <UnstyledButton className="tl-rail-link tl-rail-button">
          <IconUserCircle size={18} aria-hidden />
          <span style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
            {data?.person?.name ?? 'You'}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{data?.person?.email}</Menu.Label>
        <Group px={10} py={6}>
          <ColourScheme size="xs" />
        </Group>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function usePalette(): [boolean, () => void, () => void] {
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setAsked((before) => !before)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  return [asked, () => setAsked(true), () => setAsked(false)]
}

export function Shell() {
  const workspace = useWorkspace()
  const [open, { toggle, close }] = useDisclosure(false)
  const [palette, openPalette, closePalette] = usePalette()
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rail closes whenever the page changes
  useEffect(close, [pathname])
  return (
    <AppShell
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !open } }}
      header={{ height: { base: 50, sm: 0 } }}
    >
      <a className="tl-skip" href="#content">
        Skip to content
      </a>
      <AppShell.Header hiddenFrom="sm" bg="var(--tl-sunken)">
        <Group h="100%" px={12} gap={10}>
          <Burger
            opened={open}
            onClick={toggle}
            size="sm"
            aria-label={open ? 'Close menu' : 'Open menu'}
            aria-expanded={open}
          />
          <img src="/throughline.svg" alt="" width={22} height={22} /> <b>{workspace}</b>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label="Main">
        <div className="tl-rail">
          <WorkspaceSwitcher />
          <UnstyledButton className="tl-rail-link tl-rail-search tl-rail-button" onClick={openPalette}>
            <IconSearch size={16} aria-hidden /> <span style={{ flex: 1 }}>Find</span> <Kbd size="xs">⌘K</Kbd>
          </UnstyledButton>
          {places.map(({ to, label, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              params={{ workspace }}
              className="tl-rail-link"
              activeOptions={{ exact: to === '/$workspace', includeSearch: false }}
            >
              <Icon size={18} stroke={1.7} aria-hidden /> {label}
            </Link>
          ))}
          <div style={{ flex: 1 }} />
          <PersonMenu />
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <Outlet />
      </AppShell.Main>
      {palette ? (
        <Suspense>
          <Palette close={closePalette} />
        </Suspense>
      ) : null}
    </AppShell>
  )
}
