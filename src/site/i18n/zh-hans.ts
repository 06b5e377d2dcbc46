// The interface in Simplified Chinese.
import { weekday } from '../days.ts';
import type { Words } from './en.ts';

const WEEKDAYS = '一二三四五六日';

const day = (date: string) => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

export const zhHans: Words = {
  languageName: '简体中文',
  skipToContent: '跳到正文',
  interfaceLanguage: '界面语言',
  siteNavigation: '网站导航',
  home: '首页',

  newest: '最新文章',
  nothingYet: '还没有发布任何文章。',
  nothingHere: '这里没有文章。',
  sources: '来源',
  languages: '语言',
  months: '按月浏览',
  year: (year) => `${Number(year)}年`,
  month: (month) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`,
  monthName: (month) => `${Number(month.slice(5))}月`,
  shortMonth: (month) => `${Number(month.slice(5))}月`,
  day,
  time: (date, clock) => `${day(date)} ${clock}`,
  weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  number: String,
  articles: (count) => `${count} 篇`,

  search: '搜索',
  searchFor: '搜索全部文章',
  searchHint: '各词须同时出现；“引号”内为整句；-词 表示排除。',
  found: (count, query) => `“${query}”：共 ${count} 篇`,
  foundAtLeast: (count, query) => `“${query}”：至少 ${count} 篇`,
  foundNothing: (query) => `没有找到与“${query}”相符的文章。`,
  followSearch: '订阅此搜索',

  pages: '分页',
  newer: '较新',
  older: '较早',
  pageNumber: (page) => `第 ${page} 页`,
  archive: '按日期浏览',
  extent: (count, sources, from, to) =>
    `${sources} 个来源，${count} 篇文章，${from === to ? to : `${from}–${to}`} 年`,
  longDay: (date) => `${day(date)} 星期${WEEKDAYS[weekday(date)]}`,
  calendar: '日历',
  earlier: '更早',
  later: '更晚',

  readOriginal: (host) => `阅读原文：${host}`,
  originalNote: (source) => `本文由${source}发布，以下为正文副本。`,
  updated: '更新于',
  picture: '图片',
  converted: '转为简体',
  asWritten: '恢复原文字体',
  allConverted: '文章一律转为简体',
  allAsWritten: '文章保持原文字体',
  furtherReading: '继续阅读',
  sameDay: '同一天',
  before: (source) => `${source}的上一篇`,

  subscribe: '订阅',
  subscribeTo: (title) => `订阅“${title}”`,
  subscribeHint: '把地址粘贴到阅读器，新文章便会自动送达。',
  feedAddress: (format) => `${format} 订阅地址`,
  copy: '复制',
  copied: '已复制',
  openIn: '用阅读器打开',
  feedProgram: '本机的阅读器',
  allFeeds: '全部订阅源',
  allFeedsHint: '每个部分都有自己的订阅源；OPML 文件可一次把它们全部导入阅读器。',
  opml: '全部订阅源（OPML）',
  daily: '每天一条',
  everything: '全部文章',
  allOf: (date) => `${date}的全部文章`,
  moreOf: (count, date) => `${date}还有 ${count} 篇`,

  thisIsAFeed: (format) => `这是一个订阅源（${format}）`,
  whatIsAFeed: '订阅源要用阅读器来读：把本页地址复制到阅读器，新文章便会自动送达。无需账号和邮箱。',
  sameAsPage: '以网页阅读',
  otherFormats: '其他格式',
  inThisFeed: '目前的内容',

  notFound: '这里什么也没有',
  badRequest: '无法处理这个地址',
  brokenHere: '出错了',
  comeBack: '请稍后再来',
  backHome: '回到首页',

  builder: {
    title: '定制你的订阅源',
    lead: '选好想读的内容，就会得到一个只包含这些内容的订阅地址。',
    help: '什么是订阅源？',
    filesOnly:
      '每个来源、每种语言都有自己的订阅源，把地址粘贴到阅读器即可。本站由静态文件组成，因此不能按关键词或多个来源定制订阅源。',
    noneIsAll: '不勾选即为全部。',
    words: '关键词',
    wordsHint: '各词须同时出现；“引号”内为整句。',
    having: '须含的词',
    without: '不含的词',
    script: '中文字形',
    asWritten: '保持原样',
    content: '文章',
    full: '全文',
    summary: '摘要',
    format: '格式',
    own: '自己架设了 FreshRSS 或 Miniflux？',
    ownHint: '填上它的地址，下面就会有它的链接：',
    ownReader: (name, host) => `${name}（${host}）`,
    show: '显示订阅地址',
    yourFeed: '你的订阅源',
    weekly: (count) => `每周约 ${count} 篇`,
    lessThanWeekly: '每周不到一篇',
    noneLately: (day) => `存档最近四周内没有相符的文章，最后一篇发布于${day}`,
    nothing: '目前还没有相符的文章；以后的会出现在这里。',
    several: (count) => `OPML 文件：${count} 个订阅源，每项各一个`,
    qr: '订阅地址的二维码',
    qrHint: '用手机上的阅读器扫描',
    preview: '目前的内容',
    make: '据此定制订阅源',
  },

  help: {
    title: '什么是订阅源？',
    paragraphs: [
      '订阅源（RSS）是网站为程序准备的一份最新文章列表。阅读器会不断查看你订阅的各个网站，把新文章按时间顺序集中在一处，中间没有任何干扰。',
      '看什么由你决定，没有算法替你挑选。无需注册，不用留下邮箱，也没有人知道你读了什么。不想看了，删掉订阅即可。',
      '只需一分钟：安装下面任意一款阅读器，找到“添加订阅”或加号，粘贴订阅地址，比如这个：',
    ],
    choose: '也可以先选好订阅的内容',
    readers: '几款入门阅读器',
    web: '浏览器中使用',
  },

  empty: {
    file: '存档就是一个文件夹，其中每个子文件夹是一个来源。一篇文章就是这样一个文件：',
    number:
      '数字是发布时间：自 1970 年起的毫秒数。Jekyll、Hugo、Obsidian 等带 front matter 的文件也可以。',
    command: '这条命令发布该文件夹，此后保存的文章会自动发布：',
    check: '这条命令列出文件中的所有问题：',
  },

  finding: {
    narrow: '缩小范围',
    year: '年份',
    more: (count) => `另外 ${count} 项`,
    remove: '取消',
    partial: (count) => `按最后收录的 ${count} 篇相符文章统计。`,
    best: '最相符的在前',
    newest: '最新的在前',
    didYouMean: '您要找的是不是',
    everywhere: (query) => `在全部文章中搜索“${query}”`,
    tips: '词越少，找到的越多。简体、繁体都能搜到，输入哪种都可以。',
    examples: '例如',
  },

  inBrowser: {
    needs:
      '本站由你的浏览器自行搜索：须启用 JavaScript，且网页须来自网站服务器，而非作为文件打开。',
    searching: '正在搜索…',
    one: '“{query}”：共 1 篇',
    many: '“{query}”：共 {count} 篇',
    atMost: '“{query}”：至多 {count} 篇',
    page: '第 {page} 页',
    short: '单个字几乎每篇都有。请至少输入两个字，例如一个完整的词。',
    terms: '搜索的词太多；最多 12 个。',
    failed: '无法读取搜索索引，请稍后再试。',
  },

  stats: {
    title: '读者',
    asOf: (day) => `截至${day}，即最近一个完整的日子；日期按 UTC 计。`,
    today: '今天到目前为止；日期按 UTC 计。',
    files: '读取静态文件的读者不在其中：只统计由程序应答的请求。',
    readers: (count) => `${count} 位读者`,
    subscriptions: (count) => `hub 订阅 ${count} 个`,
    nobody: '这些天还没有人读取订阅源。',
    aDay: '每日读者',
    plot: (first, last, most, day) =>
      `${first}至${last}的每日读者数；最多的一天是${day}，${most} 位`,
    counted: '读几个订阅源就各计一次。数字为估算，不保存任何人的信息。',
    feeds: '各订阅源',
    feed: '订阅源',
    quarter: '90 天内',
    readersColumn: '读者',
    reported: '其中由聚合器报告',
    aggregators: '各聚合器',
    aggregator: '聚合器',
    subscribers: '订阅者',
    filters: '筛选与搜索',
    daily: (title) => `${title}（每日）`,
    hub: 'Hub',
    deliveries: (delivered, failed, waiting) =>
      `成功推送 ${delivered} 次，失败 ${failed} 次，待推送 ${waiting} 次。`,
  },

  errors: {
    forbidden: '此处需要令牌',
    instead: '现有：',
    nothingHere: (feeds) => `这个地址没有内容。订阅源：${feeds}`,
    noSource: (asked) => `没有名为“${asked}”的来源。`,
    noLanguage: (asked) => `没有语言为“${asked}”的文章。`,
    noArchive: (current) => `没有这一页存档。最新文章见 ${current}`,
    noSitemap: (index) => `没有这份站点地图。见 ${index}`,
    withdrawn: '这篇文章已撤下。',
    method: '此地址只接受 GET 和 HEAD。',
    token: '令牌缺失或有误；请把它作为密码填写。',

    parameter: (name, expected) => `参数 ${name} 无效；${expected}`,
    either: (one, other) => `应为“${one}”或“${other}”`,
    oneOf: (values) => `可用的值：${values.join('、')}`,
    between: (min, max) => `应为 ${min} 到 ${max} 的整数`,
    wholeNumber: '应为不小于 1 的整数',
    year: '应为年份，例如 2024',
    tag: '应为 BCP 47 语言标签，例如 zh-Hans',
    name: (max) => `应为不超过 ${max} 个字符的姓名`,
    withDaily: '每日订阅源的地址不能带参数',
    withArchive: '最多只能同时指定一个来源或一种语言，且不能有 author、has、limit、not 或 q',
    unknownParameter: (name, known) => `这里没有参数“${name}”；可用的有：${known.join('、')}`,
    twice: (name) => `参数 ${name} 出现了两次，应只有一次`,
    tooMany: (name, given, max) => `参数 ${name} 出现了 ${given} 次，最多 ${max} 次`,
    search: (fault) => {
      if (fault.fault === 'empty') return '没有要搜索的词；请至少输入一个词';
      return fault.fault === 'long'
        ? `搜索内容太长；最多 ${fault.max} 个字符`
        : `搜索有 ${fault.given} 个词；最多 ${fault.max} 个`;
    },

    behind: '搜索索引正在建立，请一分钟后再试。',
    broken: '这里出了问题，请稍后再试。',
    busy: '此刻请求太多，请几秒钟后再试。',
    late: '这个请求耗时太久；请缩小范围，或稍后再试。',
    over: '您请求了许多专为您生成的内容，请稍等片刻再继续。',
    away: '发布程序正在重新启动，请几秒钟后再试。',
    filesOnly: '本站由文件构成。筛选、推送和统计需要数据库：`npm run deploy -- --with-answers`。',
    beginning: (done, total) => {
      const read = total > 0 ? `已读取 ${done} / ${total} 个文件。` : '';
      return `文章正在首次发布。${read}请稍后再来。`;
    },
  },
};
