// Documents that belong to the page and never change while it is open.

const pending = new Map<string, Promise<unknown>>();

/** Fetch a JSON document once; a failure is forgotten, so that it can be tried again. */
export async function fetchOnce<Document>(src: string): Promise<Document> {
  const asked = pending.get(src) ?? fetchJson(src);
  pending.set(src, asked);
  try {
    return (await asked) as Document;
  } catch (error) {
    pending.delete(src);
    throw error;
  }
}

async function fetchJson(src: string): Promise<unknown> {
  const answer = await fetch(src);
  if (!answer.ok) throw new Error(`document: status ${answer.status}`);
  return answer.json();
}
