import { messagesBefore } from './messages.ts';
import { eventsOf, positionsBefore } from './positions.ts';

function makeFeed(startedAt: number) {
  const positions = positionsBefore(startedAt);
  return { messages: messagesBefore(startedAt), positions, events: eventsOf(positions) };
}

const feeds = new Map<number, ReturnType<typeof makeFeed>>();

/** What there is to read on a gateway that started then: as old as a user expects, whatever the year. Made once. */
export function feedOf({ startedAt }: { startedAt: number }): ReturnType<typeof makeFeed> {
  const known = feeds.get(startedAt) ?? makeFeed(startedAt);
  feeds.set(startedAt, known);
  return known;
}
