// Bytes ⇄ gzip (RFC 1952), in every runtime.

export function gzip(content: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return through(content, new CompressionStream('gzip'));
}

/** @throws TypeError where the bytes are no gzip */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new TextDecoder().decode(await through(bytes, new DecompressionStream('gzip')));
}

async function through(
  content: string | Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = new Response(new Blob([content]).stream().pipeThrough(stream));
  return new Uint8Array(await answer.arrayBuffer());
}
