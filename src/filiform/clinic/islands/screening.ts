// "No to all of these": answers what is open in one group, after a person has come past its questions.

export function answerRest(group: Element, answer: string): number {
  let filled = 0;
  for (const question of group.querySelectorAll("fieldset.question")) {
    if (question.querySelector("input:checked")) continue;
    const choice = question.querySelector<HTMLInputElement>(`input[value="${CSS.escape(answer)}"]`);
    if (choice) {
      choice.checked = true;
      filled += 1;
    }
  }
  return filled;
}

/** Close the group and open the next one that still has a question to answer. */
function goOn(group: HTMLDetailsElement): void {
  const groups = [...(group.closest("form")?.querySelectorAll<HTMLDetailsElement>("details.screening-group") ?? [])];
  const next = groups.find((other) => [...other.querySelectorAll("fieldset.question")].some((question) => !question.querySelector("input:checked")));
  group.open = false;
  if (next) next.open = true;
  const focus = next?.querySelector("summary") ?? group.closest("form")?.querySelector<HTMLElement>("[data-save]");
  focus?.focus();
  focus?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const press = (event.target as Element | null)?.closest?.("[data-answer-rest]");
  const group = press?.closest<HTMLDetailsElement>("details.screening-group");
  if (!press || !group) return;
  answerRest(group, press.getAttribute("data-answer-rest") ?? "");
  goOn(group);
});
