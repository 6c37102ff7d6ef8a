import { Tabs } from '@mantine/core'

/** The tabs of a page in one row, which scrolls by itself where the screen is narrow. */
export function TabList({ tabs }: { tabs: readonly (readonly [name: string, label: string])[] }) {
  return (
    <div className="tl-scroll" style={{ marginBottom: 18 }}>
      <Tabs.List style={{ flexWrap: 'nowrap', width: 'max-content', minWidth: '100%' }}>
        {tabs.map(([name, label]) => (
          <Tabs.Tab key={name} value={name}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </div>
  )
}
