/** How a folder is removed whose server was just told to go: it may still write there for a moment. */
export const FOR_GOOD = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 } as const;
