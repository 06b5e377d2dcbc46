// Articles → batches that a server at the edge can take.
import type { StagedArticle } from '../../store/publication.ts';

/**
 * Articles in a batch at most. Checking one takes a Worker some 50 µs, of the 10 ms of CPU time
 * that the free plan gives a request.
 */
const ARTICLES = 100;
/** Bytes of a batch in JSON; an article that is larger has one to itself. */
const BYTES = 500_000;

/** Puts articles into batches, in their order; holds one batch at a time. */
export async function* batchesOf(
  articles: AsyncIterable<StagedArticle>,
): AsyncGenerator<StagedArticle[]> {
  let batch: StagedArticle[] = [];
  let bytes = 0;
  for await (const article of articles) {
    const size = new TextEncoder().encode(JSON.stringify(article)).length;
    if (batch.length === ARTICLES || (batch.length > 0 && bytes + size > BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(article);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
