// "Answer every open question with no": fills in what is open and leaves the sending to a person.

export function answerRest(form: HTMLFormElement, answer: string): number {
  let filled = 0;
  for (const question of form.querySelectorAll("fieldset.question")) {
    if (question.querySelector("input:checked")) continue;
    const choice = question.querySelector<HTMLInputElement>(`input[value="${CSS.escape(answer)}"]`);
    if (choice) {
      choice.checked = true;
      filled += 1;
    }
  }
  return filled;
}

document.addEventListener("click", (event) => {
  const press = (event.target as Element | null)?.closest?.("[data-answer-rest]");
  const form = press?.closest("form");
  if (!press || !form) return;
  for (const group of form.querySelectorAll("details")) group.open = true;
  answerRest(form, press.getAttribute("data-answer-rest") ?? "");
});
