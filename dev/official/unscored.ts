const noTasks = 'the extension io.modelcontextprotocol/tasks is not offered';

/**
 * Scenarios that the official suite runs without scoring them and that the reference does not pass, with the reason. One
 * that passes, or another that does not, fails `npm run official`.
 */
export const unscored: Readonly<Record<string, string>> = {
  'tasks-lifecycle': noTasks,
  'tasks-capability-negotiation': noTasks,
  'tasks-wire-fields': noTasks,
  'tasks-request-state-removal': noTasks,
  'tasks-mrtr-input': noTasks,
  'tasks-request-headers': noTasks,
  'tasks-dispatch-and-envelope': noTasks,
  'tasks-required-task-error': noTasks,
  'tasks-mrtr-composition': noTasks,
};
