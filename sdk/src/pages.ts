/** Calls back for the page there is and for each that follows, whether the browser loads it or the site swaps it in. */
export function watchPages(seen: () => void, left: () => void): void {
  let at = ''
  const look = () => {
    const here = location.pathname
    if (here === at) return
    if (at !== '') left()
    at = here
    // The site sets the title of a page it swaps in after it has changed the address.
    setTimeout(seen, 0)
  }
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    history[name] = function (this: History, ...given: Parameters<History['pushState']>) {
      original.apply(this, given)
      look()
    }
  }
  addEventListener('popstate', look)
  addEventListener('pageshow', (event) => {
    if (event.persisted) seen()
  })
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', look, { once: true })
  else look()
}

/** `data-throughline-page="Checkout"` on any element: what the page is called, whatever its address. */
export const pageDeclared = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('[data-throughline-page]')
