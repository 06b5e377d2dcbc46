// Buttons that copy a feed's address: shown only where they work.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const { copy, copied } = button.dataset;
    const label = button.firstElementChild;
    const text = label.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(copy);
      label.textContent = copied;
      setTimeout(() => {
        label.textContent = text;
      }, 2000);
    });
  }
}
