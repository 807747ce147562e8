/** What is decided about prompts, resources and completion. */
export const offerBehaviours = {
  /** MCP, "Prompts": required arguments are there. */
  requiredArgumentsAreGiven: (missing: readonly string[]): boolean => missing.length === 0,

  /** MCP, "Completion": at most a hundred values. */
  completionIsWithinTheLimit: (fitting: readonly string[], most: number): readonly string[] => fitting.slice(0, most),

  /** The same: nobody follows what is not there for them. */
  followedResourceIsTheirs: (theirs: boolean): boolean => theirs,

  /** MCP, "Resources": a change is told to those who follow it. */
  changeIsToldToFollowers: (follows: boolean): boolean => follows,
};
