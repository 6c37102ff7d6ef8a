import { Anchor, Button, CopyButton, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { IconAppWindow } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Moment } from '../../console/figure.tsx'
import { Page } from '../../console/page.tsx'
import { Answered } from '../../console/states.tsx'
import { useCall, useDo, useWorkspace } from '../../console/use-call.ts'
import { type CustomerView, makePanel, readCustomer } from '../contract.ts'
import { CustomerSheet, calledOf } from './customer-sheet.tsx'

/** One customer: who they are, what they lived, what is owed. */
export function CustomerPage() {
  const workspace = useWorkspace()
  const { customerId = '' } = useParams({ strict: false })
  const customer = useCall(readCustomer, { workspace, customer_id: customerId }, { refetchInterval: 5_000 })
  return <Answered of={customer}>{(view) => <Shown view={view} />}</Answered>
}

function Shown({ view }: { view: CustomerView }) {
  const [asked, ask] = useState(false)
  const crumbs = (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link {...props} to="/$workspace/customers" params={{ workspace: view.workspace }} />
      )}
    >
      Customers
    </Anchor>
  )
  return (
    <Page
      title={calledOf(view)}
      crumbs={crumbs}
      aside={
        <Button
          variant="default"
          leftSection={<IconAppWindow size={16} aria-hidden />}
          onClick={() => ask(true)}
        >
          Panel for another desk
        </Button>
      }
    >
      <CustomerSheet view={view} />
      {asked ? <PanelDialog view={view} close={() => ask(false)} /> : null}
    </Page>
  )
}

function PanelDialog({ view, close }: { view: CustomerView; close: () => void }) {
  const [site, setSite] = useState('')
  const [minutes, setMinutes] = useState(60)
  const made = useDo(makePanel)
  const { workspace, customer_id } = view
  const address = made.data ? `${location.origin}${made.data.path}` : ''
  return (
    <Modal opened onClose={close} title="Panel for another desk" transitionProps={{ duration: 0 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          made.mutate({ workspace, customer_id, minutes, ...(site ? { site } : {}) })
        }}
      >
        <Stack gap={12}>
          <TextInput
            label="Site that may frame it"
            description="Without one the address opens in a window of its own only."
            placeholder="https://desk.example"
            type="url"
            value={site}
            onChange={(event) => setSite(event.currentTarget.value)}
          />
          <NumberInput
            label="Good for so many minutes"
            min={1}
            max={1440}
            value={minutes}
            onChange={(value) => setMinutes(Number(value) || 60)}
          />
          <Group>
            <Button type="submit" loading={made.isPending}>
              Make the address
            </Button>
          </Group>
          {made.data ? (
            <>
              <TextInput
                label="Address"
                readOnly
                value={address}
                onFocus={(event) => event.target.select()}
              />
              <Group>
                <CopyButton value={address}>
                  {({ copied, copy }) => (
                    <Button variant="default" onClick={copy}>
                      {copied ? 'Copied' : 'Copy'}
                    </Button>
                  )}
                </CopyButton>
                <span className="tl-soft">
                  Whoever has it sees this customer until <Moment at={made.data.expires_at} />.
                </span>
              </Group>
            </>
          ) : null}
        </Stack>
      </form>
    </Modal>
  )
}
