/** Whom a task was given to, and who comes for it. */
export interface TaskHolder {
  userId: string;
  grantId: string;
}

/** What is decided about calls that go on after they were answered (MCP 2025-11-25, "Tasks"). Times are milliseconds. */
export const taskBehaviours = {
  /** "Tool-Level Negotiation": a tool that takes no tasks is not called as one. */
  toolTakesTasks: (declared: boolean): boolean => declared,

  /** "Task Isolation and Access Control": a task is of the authorization that it was made with. */
  taskIsTheirs: (kept: TaskHolder, caller: TaskHolder): boolean =>
    kept.userId === caller.userId && kept.grantId === caller.grantId,

  /** The same, of lists: they hold nobody else's. */
  taskIsListedForThem: (kept: TaskHolder, caller: TaskHolder): boolean =>
    kept.userId === caller.userId && kept.grantId === caller.grantId,

  /** "Associating Task-Related Messages": the parameter says which task is meant, and no metadata beside it. */
  taskIsTheOneInTheParameter: (parameter: string, _related: string | undefined): string => parameter,

  /** "Resource Management": nobody keeps a task for longer than this. */
  taskLifetimeIsWithinTheLimit: (asked: number | undefined, most: number): number => Math.min(asked ?? most, most),

  /** The same: it is forgotten when its time has passed. */
  taskGoesWithItsTime: (expiresAt: number): number => expiresAt,

  /** The same: so many at a time are worked on. */
  holderHasRoomForATask: (open: number, limit: number): boolean => open < limit,

  /** "Result Retrieval": who asks for a result waits until there is one. */
  resultWaitsForTheEnd: (ended: boolean): boolean => ended,

  /** "Task Execution Errors": a call with an error makes a task that failed. */
  failedCallIsAFailedTask: (isError: boolean): 'failed' | 'completed' => (isError ? 'failed' : 'completed'),

  /** "Input Required Status": a task that waits for its user says so. */
  waitingTaskSaysSo: (): 'input_required' | 'working' => 'input_required',

  /** "Task Cancellation": a task that has ended is not cancelled any more. */
  endedTaskIsNotCancelled: (ended: boolean): boolean => ended,

  /** The same: whatever still comes of a task that was cancelled changes nothing. */
  cancelledTaskStaysCancelled: (ended: boolean): boolean => ended,

  /** The same: its work stops. */
  cancelledTaskStops: (cancelled: boolean): boolean => cancelled,
};
