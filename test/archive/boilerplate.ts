// What newsrooms put around a story and a feed must clean away or keep: pictures, players, adverts.
import type { Random } from './random.ts';

/** Snippets in the shapes of the real archive, each on one line. */
export const boilerplate = {
  proxied: (target: string) => `<img src="https://images.weserv.nl${target}" width="100%">`,

  smallCaption: (text: string) => `<div><small style="color: #999;">${text}</small></div>`,

  /** A placeholder that a script would replace, and its twin for readers without scripts. */
  lazyTwin: (image: string, caption: string) =>
    `<noscript><img src="${image}" alt="${caption}" width="600" height="400"></noscript>` +
    `<img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" data-src="${image}" alt="${caption}" width="600" height="400">`,

  zoomFigure(random: Random, caption: string): string {
    const image = `//s4.reutersmedia.net/resources/r/?m=02&amp;i=${random.bits()}&amp;r=LYNX${random.hex(10).toUpperCase()}&amp;w=600`;
    return (
      `<div class="Image_container" tabindex="-1"><figure class="Image_zoom" style="padding-bottom:">` +
      `<img src="${image}" aria-label="${caption}"/><div class="LazyImage_image" style="background-image:url(${image});background-position:center center"></div>` +
      `</figure><figcaption><div class="Image_caption"><span>${caption}</span></div></figcaption></div>`
    );
  },

  responsiveFigure(random: Random, caption: string): string {
    const name = `cpsprodpb/${random.hex(5)}/production/_${random.bits()}_${random.hex(12)}.jpg.webp`;
    const sizes = [240, 320, 800].map((w) => `https://ichef.bbci.co.uk/ace/ws/${w}/${name} ${w}w`);
    return (
      `<div><img src="https://images.weserv.nl/?url=ichef.bbci.co.uk/ace/ws/640/${name}" srcSet="${sizes.join(', ')}" alt="${caption}" width="1024" height="576"/>` +
      `<span data-testid="caption-paragraph">图像来源，${caption}</span></div>`
    );
  },

  youtube: (random: Random, title: string) =>
    `<p><iframe loading="lazy" title="${title}" width="1080" height="608" src="https://www.youtube.com/embed/${random.hex(11)}?feature=oembed" frameborder="0" allowfullscreen=""></iframe></p>`,

  trackingPixel: (random: Random) =>
    `<img src="//ir-na.amazon-adsystem.com/e/ir?t=${random.hex(8)}" width="1" height="1" border="0" alt="">`,

  /** The archive joins lines with nothing, which glues a tag's name to its attributes. */
  gluedAdvert:
    '<divclass="m-block-ad "data-tms-ad-type="box"data-tms-ad-status="idle"><div class="m-block-ad__label">广告</div></div>',

  slotAdvert:
    '<div  data-o-ads-name="mpu-middle1" class="o-ads in-article-advert" data-o-ads-formats-default="false"  data-cy=\'[{"devices":["PC","iPhoneWeb"],"pattern":"MPU"}]\'></div>',

  bbcAdvert:
    '<section aria-label="广告 2" aria-hidden="true" role="region" data-e2e="advertisement"><div id="dotcom-mpu"></div></section>',

  share(title: string): string {
    const text = encodeURIComponent(title);
    return (
      `<div><div>分享 :</div><div><a href="https://www.facebook.com/dialog/share?href=${text}&amp;locale=zh_CN" target="_blank" rel="noopener nofollow"><span></span></a>` +
      `<a href="whatsapp://send?text=${text}" target="_blank" rel="noopener nofollow"><span></span></a>` +
      `<span data-root-share><share-modal v-if="displayModal" v-on:close="closeModal"></share-modal></span></div></div>`
    );
  },

  addToAny(url: string, title: string): string {
    const query = `linkurl=${encodeURIComponent(url)}&amp;linkname=${encodeURIComponent(title)}`;
    const buttons = ['facebook', 'telegram'].map(
      (site) =>
        `<a class="a2a_button_${site}" href="https://www.addtoany.com/add_to/${site}?${query}" title="${site}" rel="nofollow noopener" target="_blank"></a>`,
    );
    return `<div class="addtoany_share_save_container"><div class="a2a_kit addtoany_list">${buttons.join('')}</div></div>`;
  },

  /** The feed proxy's signature, on some of its items. */
  feedFooter: (random: Random) =>
    random.chance(0.3)
      ? `<br><hr><div>获取更多RSS：<br><a href="https://feedx.net" style="color:orange" target="_blank">https://feedx.net</a> <br><a href="https://feedx.${random.pick(['run', 'best', 'xyz'])}" style="color:orange" target="_blank">https://feedx</a><br></div>`
      : '',
};
