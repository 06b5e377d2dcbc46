// The library: article file → Article → feed document, and the application that serves them.
export { type ParseOptions, parseArticle } from './article/article.ts';
export type { Article } from './article/types.ts';
export { compose } from './feed/compose.ts';
export type { Channel, Item } from './feed/types.ts';
export { createApp } from './http/app.ts';
export type { AppDeps } from './http/deps.ts';
