import { type CSSVariablesResolver, createTheme, defaultVariantColorsResolver } from '@mantine/core'

/**
 * Colour is kept for meaning (who holds the ball, what became of a promise): buttons and links are ink.
 * Mantine's own greys do not pass AA on its own backgrounds; the resolver below replaces those that carry text.
 */
export const theme = createTheme({
  fontFamily:
    '-apple-system, BlinkMacSystemFont, "Segoe UI", Inter, Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "JetBrains Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  defaultRadius: 'md',
  radius: { md: '7px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  colors: {
    ink: [
      '#f4f5f6',
      '#e3e6ea',
      '#c6ccd4',
      '#a4adb9',
      '#8a95a3',
      '#6d7987',
      '#56616f',
      '#3f4854',
      '#272d36',
      '#171b21',
    ],
    dark: [
      '#e4e6e9',
      '#b9bec6',
      '#a3a9b3',
      '#6b727d',
      '#3d434c',
      '#31363e',
      '#24282e',
      '#1a1d21',
      '#15171a',
      '#101214',
    ],
  },
  variantColorResolver: (input) => {
    const resolved = defaultVariantColorsResolver(input)
    if (input.variant === 'filled' && (!input.color || input.color === 'ink'))
      return { ...resolved, color: 'var(--tl-on-ink)' }
    return resolved
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 360 } },
    Anchor: { defaultProps: { underline: 'always', inherit: true } },
  },
})

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfbf9',
    '--mantine-color-text': '#1d2128',
    '--mantine-color-dimmed': '#5a626d',
    '--mantine-color-placeholder': '#6a727d',
    '--mantine-color-anchor': '#1d2128',
    '--mantine-color-error': '#b3232a',
    '--mantine-color-default-border': '#d5d9de',
    '--tl-on-ink': '#ffffff',
  },
  dark: {
    '--mantine-color-body': '#15171a',
    '--mantine-color-text': '#e4e6e9',
    '--mantine-color-dimmed': '#a3a9b3',
    '--mantine-color-placeholder': '#98a0ab',
    '--mantine-color-anchor': '#e4e6e9',
    '--mantine-color-error': '#ff8a8a',
    '--mantine-color-default-border': '#3d434c',
    '--tl-on-ink': '#171b21',
  },
})
