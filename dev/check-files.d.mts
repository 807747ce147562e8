export declare const checkFilesForVite: import('vitest/config').Plugin;
