// Documents that belong to the page and never change while it is open.

/** Make a function that fetches a document and reads it, once; a failure is forgotten, so that it can be tried again. */
export function fetcher<Document, Value>(name: string, read: (document: Document) => Value): (src: string) => Promise<Value> {
  const pending = new Map<string, Promise<Value>>();
  const ask = async (src: string): Promise<Value> => {
    const answer = await fetch(src);
    if (!answer.ok) throw new Error(`${name}: status ${answer.status}`);
    return read((await answer.json()) as Document);
  };
  return async (src) => {
    const asked = pending.get(src) ?? ask(src);
    pending.set(src, asked);
    try {
      return await asked;
    } catch (error) {
      pending.delete(src);
      throw error;
    }
  };
}

const fetchAny = fetcher<unknown, unknown>("document", (document) => document);

/** Fetch a JSON document as it is, once. */
export const fetchOnce = <Document>(src: string): Promise<Document> => fetchAny(src) as Promise<Document>;
