export declare const create: (root: string, kind: string, ...given: string[]) => string;
