export declare function bundled(url: URL): import('vitest/config').Plugin;
