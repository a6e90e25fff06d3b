// Handing in: what was chosen, whether it is too much for once, and files dropped anywhere on the field.
const form = document.querySelector("[data-hand-in]");
const field = form?.querySelector("input[type=file]");
const drop = form?.querySelector("[data-drop]");
const chosen = form?.querySelector("[data-chosen]");
const problem = form?.querySelector("[data-problem]");

const show = () => {
  const files = [...field.files];
  const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  chosen.replaceChildren(
    ...files.map((file) => Object.assign(document.createElement("li"), { textContent: `${file.name} (${megabytes(file.size)})` })),
  );
  const much = files.reduce((sum, file) => sum + file.size, 0) > Number(form.dataset.most);
  problem.hidden = !much;
  problem.textContent = much ? form.dataset.tooMuch : "";
  form.querySelector("button.strong").disabled = much;
};

field?.addEventListener("change", show);
for (const name of ["dragover", "dragleave", "drop"]) {
  drop?.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      show();
    }
  });
}
