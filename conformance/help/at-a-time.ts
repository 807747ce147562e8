/** Does the work for each job, so many at a time; what came of it is in the order of the jobs. */
export async function mapAtATime<T, R>(most: number, jobs: readonly T[], work: (job: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  const queue = [...jobs.entries()];
  const lanes = Array.from({ length: Math.min(most, queue.length) }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) done[next[0]] = await work(next[1]);
  });
  await Promise.all(lanes);
  return done;
}
