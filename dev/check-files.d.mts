export declare const checkFilesForVite: import('vitest/config').Plugin;
export declare const checkFilesForEsbuild: import('esbuild').Plugin;
