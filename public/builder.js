// The feed builder in place: what the page would show after a reload takes the old result's place.
const form = document.querySelector('form.builder');
const result = document.querySelector('#result');
const status = document.querySelector('[role=status]');
/** Milliseconds without a change after which the server is asked. */
const REST = 250;

let timer;
let asking;

/** The form's address: without fields that are empty. */
function address() {
  const fields = [...new FormData(form)].filter(([, value]) => value !== '');
  const query = new URLSearchParams(fields);
  return form.action + (query.size > 0 ? `?${query}` : '');
}

async function update() {
  clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  result.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(address(), { signal });
    const wait = Number(answer.headers.get('Retry-After'));
    if (wait > 0) {
      timer = setTimeout(update, wait * 1000);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('#result');
    // An error is shown as the server shows it.
    if (!fresh) return location.assign(address());
    result.replaceChildren(...fresh.childNodes);
    status.textContent = result.querySelector('.rate, .fault')?.textContent ?? '';
    history.replaceState(null, '', address());
  } catch {
    // Without the network, the last result stays.
    if (signal.aborted) return;
  }
  result.removeAttribute('aria-busy');
}

if (form) {
  form.classList.add('live');
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(update, REST);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    update();
  });
}
