import { SegmentedControl, useMantineColorScheme } from '@mantine/core'

export function ColourScheme({ size = 'sm' }: { size?: 'xs' | 'sm' }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      size={size}
      aria-label="Appearance"
      value={colorScheme}
      onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
      data={[
        { value: 'auto', label: 'System' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ]}
    />
  )
}
