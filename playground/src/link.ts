// The files in the fragment of the address, which a browser sends to nobody: deflated JSON in base64url.
import { asFiles, type Files } from './files.ts';

const PREFIX = '#v1/';
/** A link of a few kilobytes could unpack to any size. */
const MOST_CHARACTERS = 1 << 20;

export async function toFragment(files: Files): Promise<string> {
  const stream = new Blob([JSON.stringify(files)]).stream();
  const packed = stream.pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The files of a fragment; `null` where it has none, or none that can be read. */
export async function fromFragment(fragment: string): Promise<Files | null> {
  if (!fragment.startsWith(PREFIX)) return null;
  try {
    const base64 = fragment.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return asFiles(JSON.parse(await limited(stream)));
  } catch {
    return null;
  }
}

async function limited(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > MOST_CHARACTERS) {
      await reader.cancel();
      throw new Error('too large');
    }
  }
}
