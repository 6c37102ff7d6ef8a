import { notifications } from '@mantine/notifications'
import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  useMutation,
  useQuery,
} from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Input, Operation, Output } from '../http/operation.ts'
import { call, Problem } from './call.ts'

/** Signed out: to the sign-in page, and back here afterwards. */
function toSignIn(error: unknown) {
  if (!(error instanceof Problem) || error.status !== 401 || location.pathname === '/sign-in') return
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) =>
        failures < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
      placeholderData: keepPreviousData,
    },
  },
  queryCache: new QueryCache({ onError: toSignIn }),
  mutationCache: new MutationCache({ onError: toSignIn }),
})

/** Reads an operation and keeps it; `refetchInterval` in ms for what changes by itself. */
export function useCall<Op extends Operation>(
  operation: Op,
  input: Input<Op>,
  options: {
    enabled?: boolean
    refetchInterval?: number | false | ((answer: Output<Op> | undefined) => number | false)
  } = {},
) {
  const { refetchInterval = false } = options
  return useQuery<Output<Op>, Error>({
    queryKey: [operation.name, input],
    queryFn: ({ signal }) => call(operation, input, signal),
    enabled: options.enabled ?? true,
    refetchInterval:
      typeof refetchInterval === 'function' ? (query) => refetchInterval(query.state.data) : refetchInterval,
  })
}

/** Asks an operation what it would do, without doing it. */
export function usePreview<Op extends Operation>(operation: Op, input: Input<Op>) {
  return useQuery<Output<Op>, Error>({
    queryKey: ['preview', operation.name, input],
    queryFn: ({ signal }) => call(operation, input, signal),
    gcTime: 0,
    staleTime: 0,
  })
}

export function notifyProblem(error: unknown) {
  const problem =
    error instanceof Problem
      ? error
      : new Problem({ status: 0, title: 'That did not work', detail: String(error) })
  notifications.show({
    title: problem.title,
    message: [problem.detail !== problem.title && problem.detail, problem.remedy].filter(Boolean).join(' '),
    color: 'red',
    autoClose: 10_000,
  })
}

/** Does an operation; what was read of the operations in `changes` is read again. A refusal is shown unless `quiet`. */
export function useDo<Op extends Operation>(operation: Op, changes: Operation[] = [], quiet = false) {
  return useMutation<Output<Op>, Error, Input<Op>>({
    mutationFn: (input) => call(operation, input),
    onSuccess: async () => {
      await Promise.all(changes.map((one) => queries.invalidateQueries({ queryKey: [one.name] })))
    },
    onError: (error) => {
      if (!quiet) notifyProblem(error)
    },
  })
}

export function useWorkspace(): string {
  const { workspace } = useParams({ strict: false })
  return workspace ?? ''
}
