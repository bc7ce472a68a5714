// In a form: what was added in another tab comes to the text in which the cursor was last.
"use strict";
{
  const line = new BroadcastChannel("socomsite-insert");
  let last = null;
  document.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLTextAreaElement) last = event.target;
  });
  line.addEventListener("message", (event) => {
    const area = last ?? document.querySelector("textarea.long");
    if (!area) return;
    if (event.data === "who") line.postMessage("here");
    else if (event.data.text) {
      const { selectionEnd: end, value } = area;
      const before = value.slice(0, end).replace(/\n*$/, "");
      const after = value.slice(end).replace(/^\n*/, "");
      area.value = `${before}${before ? "\n\n" : ""}${event.data.text}\n${after ? "\n" : ""}${after}`;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      line.postMessage("done");
    }
  });
}
