import { IconChevronDown, IconChevronRight, IconFlag, IconStarFilled } from '@tabler/icons-react'
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { plural } from '../../console/fmt.ts'
import { wordsOf } from './storyboard-command.ts'
import { countIn, type Found } from './storyboard-found.ts'
import { itemOn, itemsInSight, type OutlineItem } from './storyboard-outline.ts'

/** How a step lies in its block, and what it must keep to, in a few words. */
function Meta({ item: { texts, lists } }: { item: OutlineItem }) {
  const words = [
    texts.stage,
    texts.owner,
    lists.channels?.join(', ') ?? texts.channels,
    texts.within && `within ${texts.within}`,
  ].filter(Boolean)
  const promise = texts['promise.what']
  return (
    <>
      {texts.moment_of_truth === 'true' ? (
        <span className="tl-design-mark">
          <IconStarFilled size={12} aria-hidden />
          <span className="tl-hidden">moment of truth</span>
        </span>
      ) : null}
      {words.length ? <span className="tl-soft tl-design-meta">{words.join(' · ')}</span> : null}
      {promise ? (
        <span className="tl-soft tl-design-meta">
          <IconFlag size={12} aria-hidden /> promises {promise}
          {texts['promise.due_in'] ? ` in ${texts['promise.due_in']}` : ''}
        </span>
      ) : null}
    </>
  )
}

function Row({ item, found, folded }: { item: OutlineItem; found: Map<string, Found[]>; folded: boolean }) {
  const { problems, notes } = countIn(folded ? item : { ...item, children: [] }, found)
  const Chevron = folded ? IconChevronRight : IconChevronDown
  return (
    <>
      <span className="tl-design-fold" data-folds={item.children.length > 0 || undefined}>
        {item.children.length ? <Chevron size={14} aria-hidden /> : null}
      </span>
      {item.kind === 'step' || item.kind === 'storyboard' ? null : (
        <span className="tl-tag">{item.kind}</span>
      )}
      <span className="tl-design-name">{wordsOf(item)}</span>
      {item.kind === 'step' ? <Meta item={item} /> : null}
      {problems ? (
        <span className="tl-tag" data-tone="bad">
          {plural(problems, 'problem')}
        </span>
      ) : null}
      {notes ? (
        <span className="tl-tag" data-tone="warn">
          {plural(notes, 'note')}
        </span>
      ) : null}
    </>
  )
}

/**
 * The storyboard as a tree (WAI-ARIA tree pattern, its rows in one list with their levels). `focused` counts up when the
 * chosen item is to take the focus.
 */
export function StoryboardOutline({
  outline,
  found,
  selected,
  closed,
  focused,
  describedBy,
  press,
  select,
  toggle,
}: {
  outline: OutlineItem
  found: Map<string, Found[]>
  selected: string
  closed: ReadonlySet<string>
  focused: number
  describedBy: string
  press: (event: KeyboardEvent) => void
  select: (item: OutlineItem) => void
  toggle: (item: OutlineItem) => void
}) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = host.current?.querySelector<HTMLElement>('[tabindex="0"]')
    if (focused > 0) element?.focus({ preventScroll: true })
  }, [focused])
  useEffect(() => {
    const box = host.current
    const row = box?.querySelector<HTMLElement>(`[data-place="${CSS.escape(selected)}"]`)
    if (!box || !row) return
    const bottom = row.offsetTop + row.offsetHeight
    if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight + 8
    if (row.offsetTop < box.scrollTop) box.scrollTop = row.offsetTop - 8
  }, [selected])
  const sight = itemsInSight(outline, closed)
  const click = ({ target }: MouseEvent) => {
    const place = (target as Element).closest<HTMLElement>('[role=treeitem]')?.dataset.place
    const item = sight.find((one) => one.place === place)
    if (!item) return
    select(item)
    if ((target as Element).closest('[data-folds]')) toggle(item)
  }
  const beside = (item: OutlineItem) =>
    item.path.length ? itemOn(outline, item.path.slice(0, -1)).children.length : 1
  return (
    <div
      ref={host}
      role="tree"
      className="tl-design-tree"
      aria-label="Steps of the storyboard"
      aria-describedby={describedBy}
      onClick={click}
      onKeyDown={press}
    >
      {sight.map((item) => (
        <div
          key={item.place}
          role="treeitem"
          className="tl-design-row"
          aria-level={item.path.length + 1}
          aria-posinset={(item.path.at(-1) ?? 0) + 1}
          aria-setsize={beside(item)}
          aria-selected={item.place === selected}
          aria-expanded={item.children.length ? !closed.has(item.place) : undefined}
          data-place={item.place}
          data-kind={item.kind}
          tabIndex={item.place === selected ? 0 : -1}
          style={{ '--level': item.path.length } as CSSProperties}
        >
          <Row item={item} found={found} folded={closed.has(item.place)} />
        </div>
      ))}
    </div>
  )
}
