// Messy bodies of newsrooms → lean HTML, lead image, enclosures, summary.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { clean } from '../src/article/html/clean.ts';
import { faults, isAllBut, squeeze, visibleText } from './clean.judge.ts';

const origin = { url: 'https://news.example/2020/a/1.html?p=1', source: 'example' };
const html = (body: string) => clean(body, origin).html;
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';

describe('markup', () => {
  test.each([
    ['empty', '', ''],
    ['blanks', ' \n\u00a0\u3000', ''],
    [
      'classes, ids, styles',
      '<p class="a" id="b" style="c" data-d="e" align=left>x</p>',
      '<p>x</p>',
    ],
    [
      'empty wrappers',
      '<div><div><p></p><span> </span></div></div><p>\u00a0</p><p><br></p>x',
      '<p>x</p>',
    ],
    ['nested boxes', '<div><section><div><p>a</p></div>b</section></div>', '<p>a</p><p>b</p>'],
    ['box in a paragraph', '<p>a<span><div>b</div>c</span></p>', '<p>a</p><p>b</p><p>c</p>'],
    [
      'formatting around blocks',
      '<b>a<p>b</p>c</b>',
      '<p><b>a</b></p><p><b>b</b></p><p><b>c</b></p>',
    ],
    [
      'link around blocks',
      '<a href="/x"><div>a</div><h3>b</h3></a>',
      '<p><a href="https://news.example/x">a</a></p><h3><a href="https://news.example/x">b</a></h3>',
    ],
    [
      'link in a link',
      '<a href="/x">a<a href="/y">b</a>c</a>',
      '<p><a href="https://news.example/x">a</a><a href="https://news.example/y">b</a>c</p>',
    ],
    [
      'what may stand in itself',
      'x<sup>2<sup>3</sup></sup><sub>a<sub>b</sub></sub><q>c<q>d</q></q>',
      '<p>x<sup>2<sup>3</sup></sup><sub>a<sub>b</sub></sub><q>c<q>d</q></q></p>',
    ],
    ['formatting twice', '<b>a<b>b</b></b>', '<p><b>ab</b></p>'],
    [
      'old names',
      '<strike>a</strike><tt>b</tt><center>c</center><font color=red>d</font>',
      '<p><s>a</s><code>b</code></p><p>c</p><p>d</p>',
    ],
    [
      'stray and missing ends',
      '</small><ul><li>a<li>b</ul></span><p>c<p>d',
      '<ul><li>a</li><li>b</li></ul><p>c</p><p>d</p>',
    ],
    [
      'item in an item, not closed',
      '<ul><li><b>a<li>b</ul>',
      '<ul><li><b>a</b></li><li><b>b</b></li></ul>',
    ],
    [
      'list in a list',
      '<ol start=3 type=a><li value=4>a<ul><li>b</li></ul></li></ol>',
      '<ol start="3" type="a"><li value="4">a<ul><li>b</li></ul></li></ol>',
    ],
    ['box in a heading', '<h2><div>a</div><p>b</p></h2>', '<h2>a b</h2>'],
    [
      'table',
      '<table border=1><tr><th scope=col>a<th>b<tr><td colspan=2>c</table>',
      '<table><tr><th>a</th><th>b</th></tr><tr><td colspan="2">c</td></tr></table>',
    ],
    [
      'table whose parts nobody closed',
      '<table><thead><tr><th><b>a<tbody><tr><td><i>b<tfoot><tr><td>c</table>',
      '<table><thead><tr><th><b>a</b></th></tr></thead><tbody><tr><td><b><i>b</i></b></td></tr></tbody><tfoot><tr><td><b><i>c</i></b></td></tr></tfoot></table>',
    ],
    [
      'table whose cells nobody closed',
      '<table><tr><td><b>a<th>b<td>c</table>',
      '<table><tr><td><b>a</b></td><th><b>b</b></th><td><b>c</b></td></tr></table>',
    ],
    [
      'table whose caption nobody closed',
      '<table><caption><b>a<tbody><tr><td>b</table>',
      '<table><caption><b>a</b></caption><tbody><tr><td><b>b</b></td></tr></tbody></table>',
    ],
    [
      'empty cells',
      '<table><tr><td></td><td>a</td><td></td></tr><tr><td></td></tr></table>',
      '<table><tr><td></td><td>a</td><td></td></tr></table>',
    ],
    [
      'text in a table, outside its cells',
      '<table>a<tr>b<td>c</td></tr></table>',
      '<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>',
    ],
    ['cells without a table', '<td>a</td><td>b</td>', '<p>a</p><p>b</p>'],
    [
      'quotation',
      '<blockquote cite="../q" class=x><p>a</p></blockquote>',
      '<blockquote cite="https://news.example/2020/q"><p>a</p></blockquote>',
    ],
    [
      'definition list',
      '<dl><dt>a<dd>b<dt>c<dd>d</dl>',
      '<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>',
    ],
    [
      'ruby',
      '<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>',
      '<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>',
    ],
    ['preformatted', '<pre>\n  a\n\n  <b>b</b> </pre>', '<pre>  a\n\n  <b>b</b> </pre>'],
    [
      'language and direction',
      '<p lang="he" dir="rtl">a</p><p lang="x y" dir="ltr">b</p>',
      '<p lang="he" dir="rtl">a</p><p>b</p>',
    ],
    [
      'times, abbreviations',
      '<time dateTime="2020-10-07">a</time><abbr title="B C">b</abbr>',
      '<p><time datetime="2020-10-07">a</time><abbr title="B C">b</abbr></p>',
    ],
    [
      'form',
      '<form>a<label>b <input></label><select><option>c</select><button>d</button></form>',
      '<p>ab</p>',
    ],
    [
      'glued tags',
      '<p>a</p><divclass="x"data-y="z">b</div><imgsrc="/c.png">',
      '<p>a</p><p>b</p><img src="https://news.example/c.png" alt="">',
    ],
    ['unknown elements', '<x-y><o:p>a</o:p></x-y>', '<p>a</p>'],
  ])('%s', (_name, body, expected) => {
    expect(html(body)).toBe(expected);
  });
});

describe('blanks and breaks', () => {
  test.each([
    ['runs of blanks', '<p>  a \n\t b  </p>', '<p>a b</p>'],
    ['blanks at inline edges', '<p>a<b> b </b>c</p>', '<p>a <b>b</b> c</p>'],
    ['no blank between', '<p>什么是<b>生物</b><b>钟</b></p>', '<p>什么是<b>生物</b><b>钟</b></p>'],
    ['blanks between blocks', '<p>a</p> \n <p>b</p>', '<p>a</p><p>b</p>'],
    ['breaks at both ends', '<p><br/>a<br/> <br/></p>', '<p>a</p>'],
    ['many breaks', 'a<br><br> <br/><br>b', '<p>a</p><p>b</p>'],
    ['rules at both ends', '<hr><p>a</p><hr><hr><p>b</p><hr>', '<p>a</p><hr><p>b</p>'],
    [
      'line ends in attributes',
      '<img src="/a.png" alt="a\r\nb\r">',
      '<img src="https://news.example/a.png" alt="a b">',
    ],
    ['wide blanks in front', '<p>\u3000\u3000第一段\u00a0</p>', '<p>第一段</p>'],
    [
      'illegal characters',
      '<p>a\u0000\u0008\u000b\uffff\ud800b&#x1;&#xFFFE;c😀\ufffd</p>',
      '<p>abc😀\ufffd</p>',
    ],
    [
      'Chinese stays Chinese',
      '<p>中文“引号”—&mdash;&nbsp;&amp;</p>',
      '<p>中文“引号”——\u00a0&amp;</p>',
    ],
  ])('%s', (_name, body, expected) => {
    expect(html(body)).toBe(expected);
  });
});

describe('links', () => {
  test.each([
    [
      'absolute',
      'https://a.example/%e4%b8%ad?x=1&amp;y=2#z',
      'https://a.example/%e4%b8%ad?x=1&amp;y=2#z',
    ],
    ['without a scheme', '//a.example/b', 'https://a.example/b'],
    ['from the root', '/b', 'https://news.example/b'],
    ['from the page', 'b/c', 'https://news.example/2020/a/b/c'],
    ['from its parent', '../b', 'https://news.example/2020/b'],
    ['query only', '?q=1', 'https://news.example/2020/a/1.html?q=1'],
    ['blanks around', ' \u00a0https://a.example/\u00a0 ', 'https://a.example/'],
    ['not ASCII', 'https://a.example/中 文', 'https://a.example/%E4%B8%AD%20%E6%96%87'],
    ['mail', 'mailto:a@b.example', 'mailto:a@b.example'],
    ['telephone', 'tel:+1234', 'tel:+1234'],
  ])('%s', (_name, href, expected) => {
    expect(html(`<a href="${href}">x</a>`)).toBe(`<p><a href="${expected}">x</a></p>`);
  });

  test.each([
    ['jump', '#top'],
    ['empty', ''],
    ['no URL', 'http://[x'],
    ['data for programs', 'https://api.dw.com/api/detail/article/1'],
    ['endless', `https://a.example/${'<p>x</p>'.repeat(9000)}`],
  ])('%s: the text stays', (_name, href) => {
    expect(html(`<a href="${href}">x</a>`)).toBe('<p>x</p>');
  });
});

describe('images', () => {
  const shown = '<img src="https://news.example/a.jpg" alt="">';
  test.each([
    ['lazy', `<img src="${PIXEL}" data-src="/a.jpg">`, shown],
    [
      'lazy, other names',
      '<img data-original="/a.jpg"><img src="" data-lazy-src="/b.jpg">',
      shown + shown.replace('a.jpg', 'b.jpg'),
    ],
    ['lazy, a blank file', '<img src="/s/blank.gif" data-src="/a.jpg">', shown],
    ['only a placeholder', `<img src="${PIXEL}" alt='<p>x</p>'>`, ''],
    [
      'srcset only',
      '<img srcset="/a.jpg 300w, /b.jpg 600w">',
      '<img src="https://news.example/a.jpg" srcset="https://news.example/a.jpg 300w, https://news.example/b.jpg 600w" alt="">',
    ],
    [
      'srcset with commas',
      '<img src="/a.jpg" srcset="/w_1,h_2/a.jpg 1x,/w_2,h_4/a.jpg 2x">',
      shown.replace(
        ' alt',
        ' srcset="https://news.example/w_1,h_2/a.jpg 1x, https://news.example/w_2,h_4/a.jpg 2x" alt',
      ),
    ],
    ['picture', '<picture><source srcset="/a.jpg 1x"><img></picture>', shown],
    ['noscript behind', `<img src="${PIXEL}"><noscript><img src="/a.jpg"></noscript>`, shown],
    [
      'noscript before',
      `<noscript><img src="/a.jpg"></noscript><img src="${PIXEL}" data-src="/a.jpg">`,
      shown,
    ],
    [
      'noscript behind a wrapper',
      '<div><img src="/a.jpg"></div><noscript><div><img src="/a.jpg"></div></noscript>',
      `<p>${shown}</p>`,
    ],
    [
      'noscript far away',
      '<img src="/a.jpg"><p>x</p><noscript><img src="/a.jpg"></noscript>',
      `${shown}<p>x</p>`,
    ],
    ['noscript alone', '<noscript><img src="/a.jpg"></noscript>', shown],
    ['noscript with words', '<noscript>Please enable JavaScript</noscript>', ''],
    [
      'noscript with a pixel',
      '<img src="/a.jpg"><noscript><img src="https://www.facebook.com/tr?id=1" height=1 width=1></noscript>',
      shown,
    ],
    [
      'pixel',
      '<img src="/p.gif" width="1" height="1"><img src="/p.gif" width="1px"><img src="/p.gif" height="0">',
      '',
    ],
    [
      'beacons',
      '<img src="//ir-na.amazon-adsystem.com/e/ir?t=x"><img src="http://feeds.feedburner.com/~r/x/~4/y"><img src="https://ad.doubleclick.net/x">',
      '',
    ],
    [
      'icon, spacer',
      '<a href="/b.jpg"><img src="/rfa_resources/graphics/icon-zoom.png"></a><img alt="Transparent line" src="/x.png" height="1">',
      '',
    ],
    ['size', '<img src="/a.jpg" width="640px" height="100%">', shown.replace('>', ' width="640">')],
    [
      'background',
      '<figure><div style="background-image:url(\'/a.jpg\')"></div></figure>',
      `<figure>${shown}</figure>`,
    ],
  ])('%s', (_name, body, expected) => {
    expect(html(body)).toBe(expected);
  });

  test.each([
    [
      'first real one',
      '<img src="/p.gif" width=1><img src="/avatar/1.jpg"><img src="/s.png" width=40><img src="/a.png" alt=" x ">',
      { url: 'https://news.example/a.png', type: 'image/png', alt: 'x' },
    ],
    [
      'of a proxy',
      '<img src="https://images.weserv.nl?url=a.example/b.webp">',
      { url: 'https://images.weserv.nl?url=a.example/b.webp', type: 'image/webp', alt: '' },
    ],
    [
      'of no known type',
      '<img src="/image//img">',
      { url: 'https://news.example/image//img', type: null, alt: '' },
    ],
    [
      'a still, where there is no other',
      '<video src="/v.mp4" poster="/a.jpg"></video>',
      { url: 'https://news.example/a.jpg', type: 'image/jpeg', alt: '' },
    ],
    ['none', '<p>a</p>', null],
  ])('lead image: %s', (_name, body, expected) => {
    expect(clean(body, origin).image).toEqual(expected);
  });
});

describe('structure', () => {
  const img = '<img src="https://news.example/a.jpg" alt="">';
  const figure = (caption: string) => `<figure>${img}<figcaption>${caption}</figcaption></figure>`;
  test.each([
    ['caption in small print', '<img src="/a.jpg"><div><small>桥</small></div>', figure('桥')],
    [
      'caption without a figure',
      '<p><img src="/a.jpg"></p><figcaption>桥</figcaption>',
      figure('桥'),
    ],
    [
      'caption told by its class, behind a wrapper',
      '<div class="x"><div><a><img src="/a.jpg"></a></div><div><p class="image-caption">桥</p></div></div>',
      figure('桥'),
    ],
    [
      'credit and caption',
      '<div><span><img src="/a.jpg"><br><span class="image-copyright">某社</span></span><figcaption>桥</figcaption></div>',
      figure('某社<br>桥'),
    ],
    [
      'caption that repeats the alternative text',
      '<img src="/a.jpg" alt="河上的桥"><p>河上的桥。</p><p>x</p>',
      `${figure('河上的桥。').replace('alt=""', 'alt="河上的桥"')}<p>x</p>`,
    ],
    [
      'figure around a figure',
      '<figure><div><figure><img src="/a.jpg"></figure></div>桥</figure>',
      figure('桥'),
    ],
    [
      'two pictures with captions in one figure',
      '<figure><img src="/a.jpg">一<img src="/b.jpg">二</figure>',
      figure('一') + figure('二').replace('a.jpg', 'b.jpg'),
    ],
    ['a caption that stands alone', '<figure><figcaption>桥</figcaption></figure>', '<p>桥</p>'],
    [
      'text between picture and caption',
      '<img src="/a.jpg"><p>一</p><div><small>二</small></div>',
      `${img}<p>一</p><p><small>二</small></p>`,
    ],
    ['breaks between paragraphs', '<p>a<br><br>b<br>c</p>', '<p>a</p><p>b<br>c</p>'],
    ['breaks in a cell', '<li>a<br><br>b</li>', '<li>a<br><br>b</li>'],
    [
      'the same picture twice',
      '<img src="/a.jpg"><p>x</p><img src="//news.example/a.jpg">',
      `${img}<p>x</p>`,
    ],
    [
      'the same picture, once through a proxy',
      '<img src="/a.jpg"><img src="https://images.weserv.nl/?url=news.example/a.jpg">',
      img,
    ],
    [
      'pictogram',
      'a<img src="https://s.w.org/images/core/emoji/1f4a7.png" alt="💧">b',
      '<p>a💧b</p>',
    ],
    ['the name of a file', '<img src="/a.jpg" alt="IMG_1.JPG">', img],
    [
      'lines of the BBC',
      '<img src="/1226D/production/_105894347_grey_line-nc.png"><p>x</p>',
      '<p>x</p>',
    ],
    ['zero-width characters', 'a\u200bb\ufeff\u2060c', '<p>abc</p>'],
    ['joined characters', '👩\u200d👧', '<p>👩\u200d👧</p>'],
    [
      'parameters that count readers',
      '<a href="https://a.example/?utm_source=x&amp;id=1&amp;fbclid=y#z">x</a>',
      '<p><a href="https://a.example/?id=1#z">x</a></p>',
    ],
    ['shortcodes', '<p>[caption id="a"]b[/caption] [video] [b]</p>', '<p>b [b]</p>'],
    [
      'addresses',
      '看https://a.example/b?c=1，和 http://d.example。',
      '<p>看<a href="https://a.example/b?c=1">https://a.example/b?c=1</a>，和 <a href="http://d.example">http://d.example</a>。</p>',
    ],
  ])('%s', (_name, body, expected) => {
    expect(html(body)).toBe(expected);
    expect(html(expected)).toBe(expected);
  });

  test('a srcset has twenty candidates at most', () => {
    const set = Array.from({ length: 30 }, (_, at) => `/${at}.jpg ${at + 1}w`).join(', ');
    expect(html(`<img src="/a.jpg" srcset="${set}">`).match(/\d+w/g)).toHaveLength(20);
  });
});

describe('embeds', () => {
  test.each([
    [
      'YouTube',
      'https://www.youtube.com/embed/a-B_1?feature=oembed',
      'https://www.youtube.com/watch?v=a-B_1',
      'YouTube video',
      'YouTube: T',
    ],
    [
      'YouTube, a list',
      '//www.youtube-nocookie.com/embed/videoseries?list=PL1',
      'https://www.youtube.com/playlist?list=PL1',
      'YouTube video',
      'YouTube: T',
    ],
    [
      'Facebook',
      'https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fv%2F1%2F',
      'https://www.facebook.com/v/1/',
      'Facebook video',
      'Facebook: T',
    ],
    [
      'Facebook, a post',
      'https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fposts%2F1',
      'https://www.facebook.com/a/posts/1',
      'Facebook post',
      'Facebook: T',
    ],
    [
      'Bilibili',
      '//player.bilibili.com/player.html?bvid=BV1x&page=1',
      'https://www.bilibili.com/video/BV1x',
      'Bilibili video',
      'Bilibili: T',
    ],
    [
      'Spotify',
      'https://open.spotify.com/embed/episode/1?theme=0',
      'https://open.spotify.com/episode/1',
      'Spotify audio',
      'Spotify: T',
    ],
    [
      'SoundCloud',
      'https://w.soundcloud.com/player/?url=1',
      'https://w.soundcloud.com/player/?url=1',
      'SoundCloud audio',
      'SoundCloud: T',
    ],
    [
      'Vimeo',
      'https://player.vimeo.com/video/12',
      'https://vimeo.com/12',
      'Vimeo video',
      'Vimeo: T',
    ],
    [
      'Twitter',
      'https://platform.twitter.com/embed/Tweet.html?id=12',
      'https://twitter.com/i/status/12',
      'Twitter post',
      'Twitter: T',
    ],
    [
      'WordPress',
      'https://blog.example/p/embed/#?secret=x',
      'https://blog.example/p/',
      'blog.example',
      'blog.example: T',
    ],
    ['any other', '/embed/1', 'https://news.example/embed/1', 'news.example', 'news.example: T'],
  ])('%s', (_name, src, url, label, titled) => {
    expect(html(`<iframe src="${src}"></iframe>`)).toBe(`<p><a href="${url}">${label}</a></p>`);
    expect(html(`<iframe src="${src}" title="T"></iframe>`)).toBe(
      `<p><a href="${url}">${titled}</a></p>`,
    );
  });

  test('the text inside a frame is kept', () => {
    expect(html('<p>a<iframe src="/e" title="T">words</iframe>b</p>')).toBe(
      '<p>a</p><p><a href="https://news.example/e">news.example: T · words</a></p><p>b</p>',
    );
  });

  test.each([
    'https://www.facebook.com/plugins/like.php?href=x',
    'https://www.googletagmanager.com/ns.html?id=1',
  ])('%s shows no content', (src) => {
    expect(html(`<iframe src="${src}"></iframe>`)).toBe('');
  });

  test('players keep an absolute source and become enclosures', () => {
    const cleaned = clean(
      '<audio autoplay><source src="x.bin"><source src="/y.mp3">no</audio>' +
        '<video style="a"><source src="/v" type="video/mp4; codecs=x"></video><video>words</video>',
      origin,
    );
    expect(cleaned.html).toBe(
      '<p><audio src="https://news.example/2020/a/x.bin" controls=""></audio>' +
        '<video src="https://news.example/v" controls=""></video>words</p>',
    );
    expect(cleaned.enclosures).toEqual([{ url: 'https://news.example/v', type: 'video/mp4' }]);
  });
});

describe('plain text', () => {
  test.each([
    ['lines and paragraphs', 'a\nb\n\n \nc < d & e', '<p>a<br>b</p><p>c &lt; d &amp; e</p>'],
    ['CRLF', 'a\r\n\r\nb', '<p>a</p><p>b</p>'],
    [
      'Markdown',
      '- **a** <https://b.example>\n\n[c](d)',
      '<p>- **a** &lt;<a href="https://b.example">https://b.example</a>&gt;</p><p>[c](d)</p>',
    ],
    ['entities', '&quot;a&quot; &amp;lt;', '<p>"a" &amp;lt;</p>'],
  ])('%s', (_name, body, expected) => {
    expect(html(body)).toBe(expected);
  });
});

test('inline elements stand at most twelve deep, and all text stays', () => {
  const names = 'abbr b cite code del em i ins mark q s small strong u'.split(' ');
  const body = `<p>${names.map((name) => `<${name}>${name}`).join('')}</p>`;
  const kept = names.slice(0, 12);
  const opened = kept.map((name) => `<${name}>${name}`).join('');
  const closed = kept.map((name) => `</${name}>`).reverse();
  expect(clean(body, origin).html).toBe(`<p>${opened}strongu${closed.join('')}</p>`);
});

describe('boilerplate', () => {
  test.each([
    [
      'ads',
      'example',
      '<p>a</p><div class="bbccom_advert">x</div><div class="ads">y</div><section aria-label="广告 2">z</section>',
    ],
    [
      'share block',
      'example',
      '<p>a</p><div>分享 :</div><div class="sharedaddy sd-sharing">Twitter</div>',
    ],
    [
      'footer of a feed',
      'example',
      '<p>a</p><br><hr><div>获取更多RSS：<br><a href="https://feedx.net">feedx</a></div>',
    ],
    ['copyright', 'dw', '<p>a</p><p>© 2020年德国之声版权声明：不得使用</p>'],
    [
      'copyright, with a blank',
      'dw',
      '<p>a</p><p><em>© 2020年 德国之声版权声明：不得使用</em></p>',
    ],
    ['badge', '路透', '<p>a</p><div>我们的标准：<a href="/x">原则</a></div>'],
    ['notice', 'ft', '<div>来自FT中文网的温馨提示：请下载</div><p>a</p>'],
    [
      'link to another language',
      '纽约时报',
      '<p>a</p><p><a href="/x">点击查看本文英文版。</a></p>',
    ],
  ])('%s: goes, and is reported', (_name, source, body) => {
    const { html: cleaned, removed } = clean(body, { ...origin, source });
    expect(cleaned).toBe('<p>a</p>');
    expect(isAllBut(visibleText(body), 'a', removed.map(squeeze))).toBe(true);
  });

  test.each(
    [
      'ad ads mpu-ad adsbygoogle bbc_advert block-ad-x dfp-slot addtoany_share sharedaddy',
      'share-buttons social-share self-promo jp-relatedposts off-screen screen-reader-text',
      'visually-hidden sr-only lazyload-placeholder trustBadgeContainer__x',
    ].flatMap((names) => names.split(' ')),
  )('an element of the class %s goes', (name) => {
    const body = `<p>a</p><div class="x ${name} y">b</div><p class="${name}">c</p>`;
    expect(clean(body, origin).html).toBe('<p>a</p>');
  });

  test.each([
    '<share-button>x</share-button>',
    '<share-modal>x</share-modal>',
    ...['hidden', 'data-o-ads-name="x"', 'data-tms-ad-type="x"', 'data-selfpromo-newsletter'].map(
      (attribute) => `<div ${attribute}>x</div>`,
    ),
    '<div data-selfpromo-app="">x</div>',
    '<div aria-label="Advertisement: x">x</div>',
    '<div aria-label="廣告">x</div>',
  ])('%s goes', (element) => {
    expect(clean(`<p>a</p>${element}`, origin).html).toBe('<p>a</p>');
  });

  test.each([
    ['the word in a sentence', 'example', '<p>他说广告太多。</p>'],
    ['a rule of another source', 'bbc', '<p>我们的标准：原则</p>'],
    ['credits', 'bbc', '<p>图像来源，Example</p>'],
    ['classes that only look alike', 'example', '<p class="head shadow adapted">a</p>'],
  ])('%s: stays', (_name, source, body) => {
    expect(squeeze(clean(body, { ...origin, source }).text)).toBe(visibleText(body));
  });
});

describe('text and summary', () => {
  const summary = (body: string) => clean(body, origin).summary;

  test('text is one line, blocks and breaks are blanks', () => {
    expect(
      clean('<p>a<br>b</p><ul><li>c</li></ul><img src="/x.png"><p><b>d</b>e</p>', origin).text,
    ).toBe('a b c de');
  });

  test.each([
    ['date line', '<div><i>Fri, 09 Oct 2020 11:57:06 GMT</i></div>'],
    ['date line with an author', '<div><i>A B<br>2020-10-11T07:41:52.911Z</i></div>'],
    ['date line of another kind', '<div>13/10/2020 - 05:35</div>'],
    ['age', '<div><time>53 分钟前</time></div>'],
    ['heading', '<h1>这是一个足够长的标题，里面也有句号。</h1>'],
    [
      'caption',
      '<figure><img src="/a.png"><figcaption>这是一个足够长的图片说明，有句号。</figcaption></figure>',
    ],
    [
      'small caption',
      '<img src="/a.png"><div><small>这是一个足够长的图片说明，有句号。</small></div>',
    ],
    [
      'repeated caption',
      '<img src="/a.png" alt="这是一个足够长的图片说明，有句号。"><div>这是一个足够长的图片说明，有句号。</div>',
    ],
    [
      'links to other stories',
      '<ul><li><a href="/x">这是另一篇报道的一个足够长的标题。</a></li></ul>',
    ],
    ['short line', '<p>记者：某某。</p>'],
    ['byline', '<p>撰文｜某某，我们的记者从城里的旧桥上发来的报道。</p>'],
    ['note of an editor', '<p>编者按：这篇报道是关于桥的第二篇，第一篇在上个月。</p>'],
  ])('the summary is not the %s', (_name, above) => {
    const story = '城里的旧桥修了三年，将在秋天重新开放。';
    expect(summary(`${above}<p>${story}</p><p>第二段也有足够多的字，但是它不是第一段。</p>`)).toBe(
      story,
    );
  });

  test.each([
    ['short text', '<p>只有一句。</p>', '只有一句。'],
    ['no text', '<img src="/a.png">', ''],
    ['only a heading', '<h1>标题</h1>', '标题'],
    [
      'sentence end',
      `<p>${'一'.repeat(99)}。${'二'.repeat(80)}！”${'三'.repeat(60)}。</p>`,
      `${'一'.repeat(99)}。${'二'.repeat(80)}！”`,
    ],
    [
      'sentence end too early',
      `<p>${'一'.repeat(20)}。${'二'.repeat(300)}</p>`,
      `${'一'.repeat(20)}。${'二'.repeat(178)}…`,
    ],
    ['comma', `<p>${'一'.repeat(150)}，${'二'.repeat(300)}</p>`, `${'一'.repeat(150)}…`],
    [
      'Latin sentence, not an abbreviation',
      `<p>${'word '.repeat(20)}end. ${'U.S.A '.repeat(40)}</p>`,
      `${'word '.repeat(20)}end.`,
    ],
    ['between words', `<p>${'letters '.repeat(40)}</p>`, `${'letters '.repeat(24).trim()}…`],
    ['never in a pair', `<p>a${'😀'.repeat(200)}</p>`, `a${'😀'.repeat(99)}…`],
    [
      'never before a mark',
      `<p>${'a'.repeat(198)}e\u0301${'b'.repeat(50)}</p>`,
      `${'a'.repeat(198)}…`,
    ],
  ])('summary: %s', (_name, body, expected) => {
    expect(summary(body)).toBe(expected);
    expect(summary(body).length).toBeLessThanOrEqual(200);
  });
});

describe('each newsroom', () => {
  const folder = join(import.meta.dirname, 'fixtures/clean');
  const names = readdirSync(folder).filter((name) => !name.includes('.out.'));

  test.each(names)('%s', (name) => {
    const body = readFileSync(join(folder, name), 'utf8');
    const expected = readFileSync(join(folder, name.replace('.html', '.out.html')), 'utf8');
    const source = name.replace(/[-.].*/, '');
    const cleaned = clean(body, { url: 'https://www.example.org/story.html', source });
    expect(
      `<!-- authors: ${cleaned.authors.join(', ')} -->\n<!-- categories: ${cleaned.categories.join(', ')} -->\n<!-- summary: ${cleaned.summary} -->\n${cleaned.html}\n`,
    ).toBe(expected);
    holds(body, { url: 'https://www.example.org/story.html', source });
  });
});

/** `SAMPLES=folder:folder` names folders of archive files (`source/name.md`) to hold it on, too. */
test('nothing active, no text lost, cleaning twice changes nothing', () => {
  holds('<p>a<b>b</b></p><script>c</script>', origin);
  for (const folder of process.env.SAMPLES?.split(':') ?? []) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:md|txt|html)$/.test(name)) continue;
      const file = readFileSync(join(folder, name), 'utf8');
      const [header = '', body = ''] = split(file);
      const url = /\]\((https?:\S+)\)$/.exec(header)?.[1] ?? origin.url;
      holds(body, { url, source: name.split('/')[0]?.toLowerCase() ?? '' }, name);
    }
  }
});

function split(file: string): string[] {
  const rule = /\n-{3,}\n\n?/.exec(file);
  return rule ? [file.slice(0, rule.index), file.slice(rule.index + rule[0].length)] : ['', file];
}

function holds(body: string, from: typeof origin, name = body): void {
  const { html: cleaned } = clean(body, from);
  expect(faults(cleaned), name).toEqual([]);
  expect(clean(cleaned, from).html, name).toBe(cleaned);
  // Frames and `noscript` are not text to a browser, but links and images to us.
  const plain = body.replace(/<(iframe|noscript)\b.*?<\/\1>/gis, '');
  const { text, removed } = clean(plain, from);
  const after = squeeze(text);
  const before = /<[a-z]/i.test(plain)
    ? visibleText(plain)
    : squeeze(plain.replace(/<!--.*?-->/gs, ''));
  if (!isAllBut(before, after, removed.map(squeeze))) expect.soft(after, name).toBe(before);
}
