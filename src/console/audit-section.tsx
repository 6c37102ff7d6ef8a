import { Anchor, Button, Group, TextInput } from '@mantine/core'
import { type AuditShown, readAudit } from '../access/contract.ts'
import { listErasures } from '../act/contract.ts'
import { Moment, Tag } from './figure.tsx'
import { count } from './fmt.ts'
import { Section } from './page.tsx'
import { Answered, Empty } from './states.tsx'
import { TableBox } from './table-box.tsx'
import { useCall, useWorkspace } from './use-call.ts'
import { useView } from './use-view.ts'

/** Certificates of erasures, each to be kept. */
export function Erasures() {
  const workspace = useWorkspace()
  const erasures = useCall(listErasures, { workspace })
  const href = (id: number) => `/api/${encodeURIComponent(workspace)}/erasures/${id}/certificate`
  return (
    <Section title="Erasures" note="Each certificate holds the hash of the one before it.">
      <Answered of={erasures}>
        {(page) =>
          page.erasures.length === 0 ? (
            <Empty title="Nobody was erased here">A customer’s page erases them, with a certificate.</Empty>
          ) : (
            <TableBox label="Erasures">
              <table className="tl-table">
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">Whom</th>
                    <th scope="col">Why</th>
                    <th scope="col" className="n">
                      Interactions
                    </th>
                    <th scope="col">Chain</th>
                    <th scope="col">Certificate</th>
                  </tr>
                </thead>
                <tbody>
                  {page.erasures.map((each) => (
                    <tr key={each.erasure_id}>
                      <td>
                        <Moment at={each.finished_at} />
                      </td>
                      <td className="tl-mono">{each.customer ?? 'by age'}</td>
                      <td>{each.ground}</td>
                      <td className="n">{count(each.interactions.named + each.interactions.by_subject)}</td>
                      <td>
                        <Tag>{each.intact ? 'intact' : 'changed'}</Tag>
                      </td>
                      <td>
                        <Anchor href={href(each.erasure_id)} download={`erasure-${each.erasure_id}.json`}>
                          Download {each.erasure_id}
                        </Anchor>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableBox>
          )
        }
      </Answered>
    </Section>
  )
}

/** Who did what, newest first; what is asked stands in the address. */
export function Audit() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const before = view.before ? { before: Number(view.before) } : {}
  const act = view.act ? { act: String(view.act) } : {}
  const audit = useCall(readAudit, { workspace, ...act, ...before, limit: 50 })
  return (
    <Section title="Audit log" note="Only ever added to. Customers stand in it by a salted name.">
      <Group mb={12} align="flex-end">
        <TextInput
          label="Only this act"
          placeholder="erase customer"
          defaultValue={String(view.act ?? '')}
          onBlur={(event) => set({ act: event.currentTarget.value.trim(), before: '' })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') set({ act: event.currentTarget.value.trim(), before: '' })
          }}
        />
        {view.before ? (
          <Button variant="default" onClick={() => set({ before: '' })}>
            Newest
          </Button>
        ) : null}
      </Group>
      <Answered of={audit}>
        {(page) => <Deeds page={page} older={(next) => set({ before: next })} />}
      </Answered>
    </Section>
  )
}

function Deeds({ page, older }: { page: AuditShown; older: (next: string) => void }) {
  if (page.deeds.length === 0) return <Empty title="Nothing on record">Nobody did this here.</Empty>
  return (
    <>
      <TableBox label="Audit log">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">Did</th>
              <th scope="col">To</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {page.deeds.map((each) => (
              <tr key={each.audit_id}>
                <td>
                  <Moment at={each.at} />
                </td>
                <td>{each.by}</td>
                <td>{each.act}</td>
                <td>
                  {each.on_what}
                  {each.detail ? <div className="tl-soft">{each.detail}</div> : null}
                </td>
                <td>{each.outcome}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      {page.next === null ? null : (
        <Button mt={10} variant="default" onClick={() => older(String(page.next))}>
          Older
        </Button>
      )}
    </>
  )
}
