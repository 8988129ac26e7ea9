// What the islands say. The English text is the key; the server sends the page's language beside it.

/** Every text, as in drawings/island_texts.py; braces stand for something that is put in. */
export const TEXTS = [
  "Undo",
  "Redo",
  "Zoom in",
  "Zoom out",
  "Clear all",
  "Views of the body",
  "The body",
  "The body. Arrow keys turn it, plus and minus zoom; to mark an area without a pointer, use the list.",
  "Paint on",
  "Charts",
  "3D body",
  "I paint with my left hand",
  "The 3D body could not be shown. Your marks are kept; paint on the charts.",
  "View: {view}",
  "Front",
  "Back",
  "Left",
  "Right",
  "Head",
  "Left hand",
  "Right hand",
  "Feet",
  "Figure",
  "Figure to paint on",
  "You marked",
  "Marked {names}.",
  "Removed {names}.",
  "This picture could not be loaded. Your marks are kept. Try another view, or use the list of body areas below.",
  "{count} mark of an older chart could not be shown and will not be saved.",
  "{count} marks of an older chart could not be shown and will not be saved.",
  "Nothing is marked yet. Touch the body where it hurts.",
  "Strength of {name}",
  "Remove",
  "Remove {name}",
  "How strong?",
  "mild",
  "moderate",
  "severe",
  "worst imaginable",
  "What does it feel like?",
  "aching",
  "sharp",
  "burning",
  "tingling",
  "numb",
  "Touch to",
  "paint",
  "erase",
  "{name}, left",
  "{name}, right",
  "left",
  "right",
  "LEFT",
  "RIGHT",
  "Film",
  "Drawing",
  "Play",
  "Pause",
  "Earlier",
  "Later",
  "{label}, drawing {number} of {count}",
] as const;

export type Text = (typeof TEXTS)[number];
export type Strings = Readonly<Partial<Record<Text, string>>>;
export type Say = (text: Text, fields?: Readonly<Record<string, string | number>>) => string;

/** Make the voice of a page; what its strings lack is said in English. */
export function sayer(strings: Strings = {}): Say {
  return (text, fields = {}) =>
    (strings[text] || text).replace(/\{(\w+)\}/g, (field, name: string) => String(fields[name] ?? field));
}
