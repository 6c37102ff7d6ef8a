import { TableBox } from '../../console/table-box.tsx'
import type { LinkShown } from '../contract.ts'
import { WeightBar } from './weight-bar.tsx'
import './identity.css'

const words: Record<string, string> = {
  unknown: 'not known of both',
  different: 'different',
  alike: 'alike',
  close: 'nearly equal',
  equal: 'equal',
  swapped: 'swapped',
}

/** Two records side by side, with what each trait weighs. */
export function EvidenceTable({ evidence, label }: { evidence: LinkShown['evidence']; label: string }) {
  const most = Math.max(...evidence.map(({ weight }) => Math.abs(weight)), 1)
  return (
    <TableBox label={label} panel={false}>
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Trait</th>
            <th scope="col">One</th>
            <th scope="col">Other</th>
            <th scope="col">Compared</th>
            <th scope="col">Speaks against · for</th>
          </tr>
        </thead>
        <tbody>
          {evidence.map(({ trait, a, b, level, weight }) => (
            <tr key={trait}>
              <th scope="row" className="tl-nowrap">
                {trait.replaceAll('_', ' ')}
              </th>
              <td>{a || <span className="tl-soft">unknown</span>}</td>
              <td>{b || <span className="tl-soft">unknown</span>}</td>
              <td className="tl-soft">{words[level] ?? level}</td>
              <td style={{ minWidth: 170 }}>
                <WeightBar weight={weight} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}
