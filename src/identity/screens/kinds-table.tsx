import type { KindRule, KindSettings } from '../../collect/contract.ts'
import { TableBox } from '../../console/table-box.tsx'

/** Kinds of identifiers to read. */
export function KindsTable({ settings }: { settings: KindSettings }) {
  return (
    <>
      <p className="tl-soft">
        Default country of phone numbers: {settings.default_country ?? 'none'}. An owner of the workspace can
        change this.
      </p>
      <TableBox label="Kinds of identifiers">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Form</th>
              <th scope="col" className="n">
                Most per customer
              </th>
              <th scope="col" className="n">
                Shared above
              </th>
            </tr>
          </thead>
          <tbody>
            {settings.kinds.map((rule) => (
              <tr key={rule.kind}>
                <td>{rule.kind}</td>
                <td>{formWords(rule)}</td>
                <td className="n">{rule.limit}</td>
                <td className="n">{rule.shared_above}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </>
  )
}

function formWords(rule: KindRule): string {
  if (rule.normalise === 'text') return rule.case_ignored ? 'text, case ignored' : 'text'
  if (rule.normalise === 'phone') return 'phone number, E.164'
  if (rule.normalise === 'exact') return 'exactly as written'
  const dots = rule.dots_ignored_at.length > 0 ? `, dots ignored at ${rule.dots_ignored_at.join(', ')}` : ''
  return `e-mail${rule.plus_ignored ? ', plus part ignored' : ''}${dots}`
}
