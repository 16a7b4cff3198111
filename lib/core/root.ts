/** The folder of the product, in which every process of it is started. Bundled code cannot tell it from its own place. */
export const ROOT = process.cwd();
