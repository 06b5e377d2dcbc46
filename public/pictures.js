// Pictures that cannot be loaded disappear with their box; small ones are not drawn larger.
const IMAGE = /\.(?:avif|gif|jpe?g|png|webp)$/i;

function remove(picture) {
  const told = document.createElement('small');
  told.textContent = picture.alt;
  const link = picture.closest('a');
  const leads = link && !IMAGE.test(link.pathname);
  const box = picture.closest('figure') ?? (leads ? null : link) ?? picture;
  if (leads && !link.textContent.trim()) {
    // Where it leads is worth more than the picture was.
    link.removeAttribute('aria-label');
    picture.replaceWith(picture.alt || link.hostname);
  } else if (box.textContent.trim() || box.querySelectorAll('img, video, audio').length > 1) {
    picture.remove();
  } else if (picture.alt) {
    box.replaceWith(told);
  } else {
    box.remove();
  }
}

function check(picture) {
  // Counters are a point.
  if (picture.naturalWidth <= 1) return remove(picture);
  picture.classList.toggle('small', picture.naturalWidth < picture.clientWidth);
  // Its place was kept without knowing its shape. Below the screen nobody sees that change.
  const { width, height } = picture.attributes;
  if (width || height || picture.getBoundingClientRect().top < window.innerHeight) return;
  picture.width = picture.naturalWidth;
  picture.height = picture.naturalHeight;
}

const isPicture = (target) => target instanceof HTMLImageElement;
document.addEventListener('error', ({ target }) => isPicture(target) && remove(target), true);
document.addEventListener('load', ({ target }) => isPicture(target) && check(target), true);
for (const picture of document.images) if (picture.complete) check(picture);
