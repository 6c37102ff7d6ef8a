import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowBarLeft,
  IconArrowBarRight,
  IconArrowDown,
  IconArrowForwardUp,
  IconArrowUp,
  IconKeyboard,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Command, commands, otherKeys } from './storyboard-command.ts'
import type { OutlineItem } from './storyboard-outline.ts'

function Act({
  label,
  icon,
  disabled,
  expanded,
  act,
}: {
  label: string
  icon: ReactNode
  disabled?: boolean
  expanded?: boolean
  act: () => void
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={label}
        aria-expanded={expanded}
        disabled={disabled}
        onClick={act}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

/** All keys of the tree and what they do. */
export function KeyTable() {
  const own = Object.values(commands).map(({ keys, words }): [string, string] => [keys, words])
  return (
    <table className="tl-table tl-design-keys">
      <caption className="tl-hidden">Keys in the tree</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">What it does in the tree</th>
        </tr>
      </thead>
      <tbody>
        {[...own, ...otherKeys].map(([keys, words]) => (
          <tr key={keys}>
            <th scope="row">
              <kbd>{keys}</kbd>
            </th>
            <td>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const labelOf = (command: Command) => `${commands[command].words} (${commands[command].keys})`

const wraps: Command[] = ['choice', 'parallel', 'optional', 'repeat', 'sequence']

/** What can be done to the chosen item, by pointer; the keys for it are listed behind the last button. */
export function StoryboardKeys({
  run,
  item,
  undo,
  redo,
  help,
  setHelp,
}: {
  run: (command: Command) => void
  item: OutlineItem
  undo: (() => void) | null
  redo: (() => void) | null
  help: boolean
  setHelp: (shown: boolean) => void
}) {
  const top = item.path.length === 0
  const block = !top && item.children.length > 0
  const one = (command: Command, icon: ReactNode, disabled = top) => (
    <Act label={labelOf(command)} icon={icon} disabled={disabled} act={() => run(command)} />
  )
  return (
    <div className="tl-design-bar" role="toolbar" aria-label="Change the design">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => run(block ? 'inside' : 'add')}
      >
        {block || top ? 'Add a step in it' : 'Add a step'}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="xs" variant="default" disabled={top}>
            Put into …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {wraps.map((command) => (
            <Menu.Item key={command} onClick={() => run(command)}>
              {labelOf(command)}
            </Menu.Item>
          ))}
          <Menu.Item disabled={!block} onClick={() => run('unwrap')}>
            {labelOf('unwrap')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {one('up', <IconArrowUp size={16} aria-hidden />)}
      {one('down', <IconArrowDown size={16} aria-hidden />)}
      {one('out', <IconArrowBarLeft size={16} aria-hidden />, item.path.length < 2)}
      {one('in', <IconArrowBarRight size={16} aria-hidden />)}
      {one('remove', <IconTrash size={16} aria-hidden />)}
      <Act
        label="Undo (Ctrl Z or ⌘ Z)"
        icon={<IconArrowBackUp size={16} aria-hidden />}
        disabled={!undo}
        act={() => undo?.()}
      />
      <Act
        label="Redo (Ctrl Shift Z or ⌘ Shift Z)"
        icon={<IconArrowForwardUp size={16} aria-hidden />}
        disabled={!redo}
        act={() => redo?.()}
      />
      <Act
        label="Keys (?)"
        icon={<IconKeyboard size={16} aria-hidden />}
        expanded={help}
        act={() => setHelp(!help)}
      />
    </div>
  )
}
