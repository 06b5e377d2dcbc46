// The interface in Traditional Chinese.
import { weekday } from '../days.ts';
import type { Words } from './en.ts';

const WEEKDAYS = '一二三四五六日';

const day = (date: string) => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

export const zhHant: Words = {
  languageName: '繁體中文',
  skipToContent: '跳到正文',
  interfaceLanguage: '介面語言',
  siteNavigation: '網站導覽',
  home: '首頁',

  newest: '最新文章',
  nothingYet: '還沒有發布任何文章。',
  nothingHere: '這裡沒有文章。',
  sources: '來源',
  languages: '語言',
  months: '按月瀏覽',
  year: (year) => `${Number(year)}年`,
  month: (month) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`,
  monthName: (month) => `${Number(month.slice(5))}月`,
  shortMonth: (month) => `${Number(month.slice(5))}月`,
  day,
  time: (date, clock) => `${day(date)} ${clock}`,
  weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  number: String,
  articles: (count) => `${count} 篇`,

  search: '搜尋',
  searchFor: '搜尋全部文章',
  searchHint: '各詞須同時出現；「引號」內為整句；-詞 表示排除。',
  found: (count, query) => `「${query}」：共 ${count} 篇`,
  foundAtLeast: (count, query) => `「${query}」：至少 ${count} 篇`,
  foundNothing: (query) => `沒有找到與「${query}」相符的文章。`,
  followSearch: '訂閱此搜尋',

  pages: '分頁',
  newer: '較新',
  older: '較早',
  pageNumber: (page) => `第 ${page} 頁`,
  archive: '按日期瀏覽',
  extent: (count, sources, from, to) =>
    `${sources} 個來源，${count} 篇文章，${from === to ? to : `${from}–${to}`} 年`,
  longDay: (date) => `${day(date)} 星期${WEEKDAYS[weekday(date)]}`,
  calendar: '日曆',
  earlier: '更早',
  later: '更晚',

  readOriginal: (host) => `閱讀原文：${host}`,
  originalNote: (source) => `本文由${source}發布，以下為正文副本。`,
  updated: '更新於',
  picture: '圖片',
  converted: '轉為繁體',
  asWritten: '恢復原文字體',
  allConverted: '文章一律轉為繁體',
  allAsWritten: '文章保持原文字體',
  furtherReading: '繼續閱讀',
  sameDay: '同一天',
  before: (source) => `${source}的上一篇`,

  subscribe: '訂閱',
  subscribeTo: (title) => `訂閱「${title}」`,
  subscribeHint: '把網址貼到閱讀器，新文章便會自動送達。',
  feedAddress: (format) => `${format} 訂閱網址`,
  copy: '複製',
  copied: '已複製',
  openIn: '用閱讀器開啟',
  feedProgram: '本機的閱讀器',
  allFeeds: '全部訂閱源',
  allFeedsHint: '每個部分都有自己的訂閱源；OPML 檔可一次把它們全部匯入閱讀器。',
  opml: '全部訂閱源（OPML）',
  daily: '每天一則',
  everything: '全部文章',
  allOf: (date) => `${date}的全部文章`,
  moreOf: (count, date) => `${date}還有 ${count} 篇`,

  thisIsAFeed: (format) => `這是一個訂閱源（${format}）`,
  whatIsAFeed:
    '訂閱源要用閱讀器來讀：把本頁網址複製到閱讀器，新文章便會自動送達。無需帳號和電子郵件。',
  sameAsPage: '以網頁閱讀',
  otherFormats: '其他格式',
  inThisFeed: '目前的內容',

  notFound: '這裡什麼也沒有',
  badRequest: '無法處理這個網址',
  brokenHere: '出錯了',
  comeBack: '請稍後再來',
  backHome: '回到首頁',

  builder: {
    title: '訂製你的訂閱源',
    lead: '選好想讀的內容，就會得到一個只包含這些內容的訂閱網址。',
    help: '什麼是訂閱源？',
    filesOnly:
      '每個來源、每種語言都有自己的訂閱源，把網址貼到閱讀器即可。本站由靜態檔案組成，因此不能按關鍵詞或多個來源訂製訂閱源。',
    noneIsAll: '不勾選即為全部。',
    words: '關鍵詞',
    wordsHint: '各詞須同時出現；「引號」內為整句。',
    having: '須含的詞',
    without: '不含的詞',
    script: '中文字形',
    asWritten: '保持原樣',
    content: '文章',
    full: '全文',
    summary: '摘要',
    format: '格式',
    own: '自己架設了 FreshRSS 或 Miniflux？',
    ownHint: '填上它的網址，下面就會有它的連結：',
    ownReader: (name, host) => `${name}（${host}）`,
    show: '顯示訂閱網址',
    yourFeed: '你的訂閱源',
    weekly: (count) => `每週約 ${count} 篇`,
    lessThanWeekly: '每週不到一篇',
    noneLately: (day) => `存檔最近四週內沒有相符的文章，最後一篇發布於${day}`,
    nothing: '目前還沒有相符的文章；以後的會出現在這裡。',
    several: (count) => `OPML 檔：${count} 個訂閱源，每項各一個`,
    qr: '訂閱網址的 QR 碼',
    qrHint: '用手機上的閱讀器掃描',
    preview: '目前的內容',
    make: '據此訂製訂閱源',
  },

  help: {
    title: '什麼是訂閱源？',
    paragraphs: [
      '訂閱源（RSS）是網站為程式準備的一份最新文章清單。閱讀器會不斷查看你訂閱的各個網站，把新文章按時間順序集中在一處，中間沒有任何干擾。',
      '看什麼由你決定，沒有演算法替你挑選。無需註冊，不用留下電子郵件，也沒有人知道你讀了什麼。不想看了，刪掉訂閱即可。',
      '只需一分鐘：安裝下面任何一款閱讀器，找到「新增訂閱」或加號，貼上訂閱網址，比如這個：',
    ],
    choose: '也可以先選好訂閱的內容',
    readers: '幾款入門閱讀器',
    web: '瀏覽器中使用',
  },

  empty: {
    file: '存檔就是一個資料夾，其中每個子資料夾是一個來源。一篇文章就是這樣一個檔案：',
    number:
      '數字是發布時間：自 1970 年起的毫秒數。Jekyll、Hugo、Obsidian 等帶 front matter 的檔案也可以。',
    command: '這條命令發布該資料夾，此後儲存的文章會自動發布：',
    check: '這條命令列出檔案中的所有問題：',
  },

  finding: {
    narrow: '縮小範圍',
    year: '年份',
    more: (count) => `另外 ${count} 項`,
    remove: '取消',
    partial: (count) => `按最後收錄的 ${count} 篇相符文章統計。`,
    best: '最相符的在前',
    newest: '最新的在前',
    didYouMean: '您要找的是不是',
    everywhere: (query) => `在全部文章中搜尋「${query}」`,
    tips: '詞越少，找到的越多。簡體、繁體都能搜到，輸入哪種都可以。',
    examples: '例如',
  },

  inBrowser: {
    needs:
      '本站由你的瀏覽器自行搜尋：須啟用 JavaScript，且網頁須來自網站伺服器，而非作為檔案開啟。',
    searching: '正在搜尋…',
    one: '「{query}」：共 1 篇',
    many: '「{query}」：共 {count} 篇',
    atMost: '「{query}」：至多 {count} 篇',
    page: '第 {page} 頁',
    short: '單個字幾乎每篇都有。請至少輸入兩個字，例如一個完整的詞。',
    terms: '搜尋的詞太多；最多 12 個。',
    failed: '無法讀取搜尋索引，請稍後再試。',
  },

  stats: {
    title: '讀者',
    asOf: (day) => `截至${day}，即最近一個完整的日子；日期按 UTC 計。`,
    today: '今天到目前為止；日期按 UTC 計。',
    files: '讀取靜態檔案的讀者不在其中：只統計由程式應答的請求。',
    readers: (count) => `${count} 位讀者`,
    subscriptions: (count) => `hub 訂閱 ${count} 個`,
    nobody: '這些天還沒有人讀取訂閱源。',
    aDay: '每日讀者',
    plot: (first, last, most, day) =>
      `${first}至${last}的每日讀者數；最多的一天是${day}，${most} 位`,
    counted: '讀幾個訂閱源就各計一次。數字為估算，不保存任何人的資訊。',
    feeds: '各訂閱源',
    feed: '訂閱源',
    quarter: '90 天內',
    readersColumn: '讀者',
    reported: '其中由聚合器報告',
    aggregators: '各聚合器',
    aggregator: '聚合器',
    subscribers: '訂閱者',
    filters: '篩選與搜尋',
    daily: (title) => `${title}（每日）`,
    hub: 'Hub',
    deliveries: (delivered, failed, waiting) =>
      `成功推送 ${delivered} 次，失敗 ${failed} 次，待推送 ${waiting} 次。`,
  },

  errors: {
    forbidden: '此處需要權杖',
    instead: '現有：',
    nothingHere: (feeds) => `這個網址沒有內容。訂閱源：${feeds}`,
    noSource: (asked) => `沒有名為「${asked}」的來源。`,
    noLanguage: (asked) => `沒有語言為「${asked}」的文章。`,
    noArchive: (current) => `沒有這一頁存檔。最新文章見 ${current}`,
    noSitemap: (index) => `沒有這份網站地圖。見 ${index}`,
    withdrawn: '這篇文章已撤下。',
    method: '此網址只接受 GET 和 HEAD。',
    token: '權杖缺失或有誤；請把它作為密碼填寫。',

    parameter: (name, expected) => `參數 ${name} 無效；${expected}`,
    either: (one, other) => `應為「${one}」或「${other}」`,
    oneOf: (values) => `可用的值：${values.join('、')}`,
    between: (min, max) => `應為 ${min} 到 ${max} 的整數`,
    wholeNumber: '應為不小於 1 的整數',
    year: '應為年份，例如 2024',
    tag: '應為 BCP 47 語言標籤，例如 zh-Hans',
    name: (max) => `應為不超過 ${max} 個字元的姓名`,
    withDaily: '每日訂閱源的地址不能帶參數',
    withArchive: '最多只能同時指定一個來源或一種語言，且不能有 author、has、limit、not 或 q',
    unknownParameter: (name, known) => `這裡沒有參數「${name}」；可用的有：${known.join('、')}`,
    twice: (name) => `參數 ${name} 出現了兩次，應只有一次`,
    tooMany: (name, given, max) => `參數 ${name} 出現了 ${given} 次，最多 ${max} 次`,
    search: (fault) => {
      if (fault.fault === 'empty') return '沒有要搜尋的詞；請至少輸入一個詞';
      return fault.fault === 'long'
        ? `搜尋內容太長；最多 ${fault.max} 個字元`
        : `搜尋有 ${fault.given} 個詞；最多 ${fault.max} 個`;
    },

    behind: '搜尋索引正在建立，請一分鐘後再試。',
    broken: '這裡出了問題，請稍後再試。',
    busy: '此刻請求太多，請幾秒鐘後再試。',
    late: '這個請求耗時太久；請縮小範圍，或稍後再試。',
    over: '您請求了許多專為您產生的內容，請稍等片刻再繼續。',
    away: '發布程式正在重新啟動，請幾秒鐘後再試。',
    filesOnly: '本站由檔案構成。篩選、推送和統計需要資料庫：`npm run deploy -- --with-answers`。',
    beginning: (done, total) => {
      const read = total > 0 ? `已讀取 ${done} / ${total} 個檔案。` : '';
      return `文章正在首次發布。${read}請稍後再來。`;
    },
  },
};
