// IndexedDB with promises; a write counts only once its transaction is on disk.

export const DATABASE = "filiform-table";
const VERSION = 1;

export function openDatabase(factory: IDBFactory = indexedDB): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(DATABASE, VERSION);
    opening.onupgradeneeded = () => {
      const database = opening.result;
      database.createObjectStore("kept");
      database.createObjectStore("visits", { keyPath: "visit" });
      database.createObjectStore("entries", { keyPath: "entry.id" }).createIndex("visit", "visit");
    };
    opening.onsuccess = () => {
      // Another tab that erases or renews the store must not wait for this one.
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
  });
}

export function result<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export type Stores = Readonly<Record<"kept" | "visits" | "entries", IDBObjectStore>>;

/** Run one transaction over everything; what the work returns is given once all of it is stored. */
export function transact<Value>(database: IDBDatabase, mode: "readonly" | "readwrite", work: (stores: Stores) => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(["kept", "visits", "entries"], mode, { durability: "strict" });
    const store = (name: "kept" | "visits" | "entries"): IDBObjectStore => transaction.objectStore(name);
    let done: Value;
    transaction.oncomplete = () => resolve(done);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("The store gave up."));
    work({ kept: store("kept"), visits: store("visits"), entries: store("entries") }).then(
      (value) => (done = value),
      (error: unknown) => {
        try {
          transaction.abort();
        } catch {
          // It has ended by itself; its own event has told why.
        }
        reject(error);
      },
    );
  });
}
