// Adds a button to each panel of another service's video that shows it here, in the panel's place.
// Nothing is fetched before the click. The frame's address is the panel's data-frame.
document.querySelectorAll(".embed[data-frame]").forEach(function (embed) {
  var panel = embed.querySelector(".embed-panel");
  var link = panel.querySelector(".button");
  var button = document.createElement("button");
  var title = document.createElement("span");
  button.type = "button";
  button.className = "button";
  button.textContent = embed.dataset.show;
  title.className = "vh";
  title.textContent = ": " + embed.dataset.title;
  button.appendChild(title);
  link.classList.remove("button");
  link.parentNode.insertBefore(button, link);
  button.addEventListener("click", function () {
    var frame = document.createElement("iframe");
    frame.title = embed.dataset.title;
    frame.allowFullscreen = true;
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = embed.dataset.frame;
    panel.replaceWith(frame);
    frame.focus();
  });
});
