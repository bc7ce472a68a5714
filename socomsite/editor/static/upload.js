// Files dropped anywhere on the form; the made Markdown copied, or sent to the form in another tab.
"use strict";
const form = document.querySelector("form.upload");
const input = form?.querySelector("input[type=file]");
if (input) {
  const stop = (event) => event.preventDefault();
  document.addEventListener("dragover", stop);
  document.addEventListener("drop", (event) => {
    stop(event);
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.focus();
    }
  });
}
const tell = (words) => { document.getElementById("tehty").textContent = words; };
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const area = document.getElementById(button.dataset.copy);
    area.select();
    await navigator.clipboard.writeText(area.value);
    tell(button.dataset.done);
  });
}
const line = new BroadcastChannel("socomsite-insert");
for (const button of document.querySelectorAll("[data-insert]")) {
  // Shown only if a form in another tab answers that it has a text to put it in.
  line.addEventListener("message", (event) => {
    if (event.data === "here") button.hidden = false;
    if (event.data === "done") tell(button.dataset.done);
  });
  button.addEventListener("click", () => line.postMessage({ text: document.getElementById(button.dataset.insert).value }));
}
if (document.querySelector("[data-insert]")) line.postMessage("who");
