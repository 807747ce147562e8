export const stages: Readonly<Record<string, object>>;
