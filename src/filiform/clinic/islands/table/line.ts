// The line to the server. Without one, and when it is too slow to matter, it rejects.

import type { Line } from "./outbox.ts";

const PATIENCE_MS = 15_000;

export const line: Line = {
  async post(path, body) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const isJson = answer.headers.get("Content-Type")?.includes("json") ?? false;
    return { status: answer.status, answer: isJson ? await answer.json() : null };
  },
};

export async function get<Document>(path: string): Promise<{ status: number; document: Document | null }> {
  const answer = await fetch(path, { headers: { Accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.type === "opaqueredirect") return { status: 403, document: null };
  return { status: answer.status, document: answer.ok ? ((await answer.json()) as Document) : null };
}

function csrfToken(): string {
  return document.cookie.match(/(?:^|; )filiform-csrftoken=([^;]*)/)?.[1] ?? "";
}
