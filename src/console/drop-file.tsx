import { Button, Progress, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { upload } from './call.ts'
import { percent } from './fmt.ts'
import { notifyProblem } from './use-call.ts'

/** Drop a file, or choose one by keyboard; it is uploaded at once and `arrived` gets the upload. */
export function DropFile({
  workspace,
  arrived,
}: {
  workspace: string
  arrived: (upload_id: string, name: string) => void
}) {
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null)
  const take = async (file: File | undefined) => {
    if (!file) return
    setSending({ name: file.name, share: 0 })
    try {
      const { upload_id } = await upload(workspace, file, (share) => setSending({ name: file.name, share }))
      arrived(upload_id, file.name)
    } catch (error) {
      notifyProblem(error)
    } finally {
      setSending(null)
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button below is everyone's
    <div
      className="tl-panel tl-drop"
      data-accept={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {sending ? (
        <div role="status">
          <Text mb={6}>
            Sending {sending.name} · {percent(sending.share)}
          </Text>
          <Progress value={sending.share * 100} aria-label={`Sending ${sending.name}`} />
        </div>
      ) : (
        <>
          <IconFileUpload size={26} aria-hidden style={{ color: 'var(--tl-soft)' }} />
          <Text mt={4} mb={10}>
            Drop a CSV, JSON Lines, Parquet, XES or OCEL 2.0 file here{' '}
            <span className="tl-soft">(.gz too)</span>
          </Text>
          <Button variant="default" onClick={() => chooser.current?.click()}>
            Choose a file
          </Button>
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label="File to import"
            accept=".csv,.tsv,.txt,.jsonl,.ndjson,.parquet,.pq,.xes,.jsonocel,.json,.ocel,.gz"
            onChange={(event) => void take(event.currentTarget.files?.[0])}
          />
        </>
      )}
    </div>
  )
}
