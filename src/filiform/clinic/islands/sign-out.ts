// Signing out takes what the table kept off this device, unless it is the only place that has it.

import { ask } from "./confirm.ts";
import { DATABASE, openDatabase } from "./table/database.ts";
import { eraseEverything, Store } from "./table/store.ts";

/** Erase the table's store; false, and nothing erased, while entries wait in it. */
export async function clearTable(factory: IDBFactory = indexedDB): Promise<boolean> {
  // Asked first: opening would make a store where there is none.
  const there = (await factory.databases()).some((each) => each.name === DATABASE);
  if (!there) return true;
  const store = new Store(await openDatabase(factory));
  const unsent = await store.unsent();
  store.close();
  if (unsent.length) return false;
  await eraseEverything(factory);
  return true;
}

const leaving = new WeakSet<HTMLFormElement>();

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.action.endsWith("/accounts/logout/") || leaving.has(form)) return;
  event.preventDefault();
  void clearTable()
    .catch(() => false)
    .then((cleared) => cleared || ask("This device holds records of a visit that are not sent yet. They stay on it, readable to whoever opens it, until you sign in here again. Open the visit at the table to send them first.", "Sign out all the same"))
    .then((leave) => {
      if (!leave) return;
      leaving.add(form);
      form.submit();
    });
});

// A sign-in that ended by itself leaves the sign-in page; what is sent is erased there as well.
if (document.querySelector('form[action="/accounts/login/"], [name="login"]')) void clearTable().catch(() => false);
