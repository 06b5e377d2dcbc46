// Buttons that copy an address: the style sheet shows them only where they work.
if (navigator.clipboard) {
  document.documentElement.classList.add('copies');
  document.addEventListener('click', async ({ target }) => {
    const button = target.closest('button[data-copy]');
    if (!button) return;
    const { copy, copied } = button.dataset;
    await navigator.clipboard.writeText(copy);
    const label = button.firstElementChild;
    if (label.textContent === copied) return;
    const text = label.textContent;
    label.textContent = copied;
    setTimeout(() => {
      label.textContent = text;
    }, 2000);
  });
}
