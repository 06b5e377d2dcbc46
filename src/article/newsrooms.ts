// What is true of one newsroom: its names, and what its articles carry besides the story.
//
// Plain data, in the same form as the rules of an archive in broadsheet.json (rule-types.ts says what
// each field means). `…` stands for any text, `#` for a number, `{names}` for authors, `{category}` for
// categories, `{text}` for what stays.
import type { Newsroom } from './rule-types.ts';

/** Lines of feeds and of page templates, whatever the newsroom. */
export const EVERYWHERE: Newsroom = {
  lines: [
    '获取更多RSS：…', // feedx.net, below every tenth article that came through it
    'Feed enhanced by Better Feed…', // WordPress plug-in, CDT 2020
    '© …get_post_time(…Post tags: {category}', // the same plug-in, broken
    '© …get_post_time(…',
    '分享：', // share block, RFI 2023
    '分享',
    '广告', // RFI 2020, BBC
    '廣告',
    'Advertisement',
  ],
  related: ['相关阅读：', '相關閱讀：', '延伸阅读：', '延伸閱讀：'], // CDT 2020
};

export const NEWSROOMS: Newsroom[] = [
  {
    title: 'BBC',
    folders: ['bbc'],
    hosts: ['bbc.com', 'bbc.co.uk'],
    head: ['#年 #月 #日'], // 2020: <div><i>2020年 7月 18日</i></div>
    lines: [
      '使用浏览器播视频/view video in browser', // below the still of a video, 2020
      '使用瀏覽器播視頻/view video in browser',
      '告知：第三方内容可能包含广告', // below YouTube frames, 2020
      '告知：第三方內容可能包含廣告',
      '你的器材不支持播放多媒体材料', // instead of a player, 2020
      '您的设备不支持播放多媒体材料',
      '图像来源，', // a label whose credit is missing
      'End of 更多相关内容',
    ],
    relatedLists: true,
    related: [
      '相关内容',
      '更多相关内容',
      '你可能还对此感兴趣：', // 2020
      '您可能感兴趣的内容：',
      '您可能感兴趣的新闻：',
    ],
  },
  {
    title: '美国之音',
    folders: ['voa', '美国之音'],
    hosts: ['voachinese.com', 'voacantonese.com', 'voanews.com'],
    identity: ['voachinese.com/a/…/{id}.html', 'voacantonese.com/a/…/{id}.html'],
    lines: [
      '《…》YouTube播放列表：…', // programmes, 2020
      '嘉宾和观众听众发表的都是个人观点，并不代表美国之音。',
      '===…===', // rules around it, with or without it
      '请点击…订阅…',
    ],
  },
  {
    title: '纽约时报',
    folders: ['nyt', '纽约时报'],
    hosts: ['cn.nytimes.com', 'nytimes.com'],
    head: ['#年#月#日'], // 2025: <time>
    lines: [
      '（欢迎点击此处订阅…', // newsletter, 2020, between byline and story
      '欢迎点击此处订阅…',
      '感谢阅读今天的简报，…', // below the morning briefing
      '• 感谢阅读今天的简报，…',
      '点击查看本文英文版…', // 2020 to 2025
    ],
  },
  {
    title: '法广',
    folders: ['rfi', '法广'],
    hosts: ['rfi.fr'],
    titleSuffix: [
      ' – 法国国际广播电台 - RFI',
      ' - 法国国际广播电台 - RFI',
      ' - RFI - 法国国际广播电台',
    ],
    tail: [
      '© # AFP', // below every second article of 2020
      '其它 / …', // a link to another story, 2020
    ],
    related: ['相关报道'], // likewise, between paragraphs
  },
  {
    title: '德国之声',
    folders: ['dw', '德国之声'],
    hosts: ['dw.com'],
    identity: ['dw.com/…/a-{id}'], // the slug before it is the title, and changes with it
    byline: [
      '{names}（综合报道）', // below the story, where the line above has no name
      '{names}（…社…）',
    ],
    lines: [
      '© …德国之声版权声明：…', // 2020 to 2025
      'DW中文有Instagram！…', // 2021 to 2025
      '德国之声致力…提供客观中立的新闻…', // below opinions, 2020
      '德國之聲致力…提供客觀中立的新聞…',
      '摘译自…不代表德国之声…',
      '摘编自…不代表德国之声…',
      'AUTO_TOPIC',
    ],
  },
  {
    title: '中国数字时代',
    folders: ['cdt', '中国数字时代'],
    hosts: ['chinadigitaltimes.net'],
    // The card above stories of 2022 to 2025.
    head: ['标题：…', '发表日期：…', '主题归类：{category}', 'CDS收藏：…'],
    byline: ['作者：{names}'],
    lines: [
      'CDT 档案卡',
      '版权说明：该作品版权归原作者所有。…',
      '请点击购买…', // books at Amazon, 2020
      '欢迎读者访问 CDT播客 和 CDT视频…', // 2025
    ],
  },
  {
    title: '自由亚洲电台',
    folders: ['rfa', '自由亚洲电台'],
    hosts: ['rfa.org'],
    byline: [
      // below the story
      '自由亚洲电台记者{names}华盛顿报道 责编…',
      '自由亚洲电台记者{names}台北报道 责编…',
      '自由亚洲电台记者{names}巴黎报道 责编…',
      '自由亚洲电台记者{names} 责编…',
      '（记者：{names} 责编…',
      '记者：{names} 责编…',
      '记者{names} 责编…',
    ],
    // Single-item lists of links to other stories, between the paragraphs of 2020 to 2022.
    relatedLists: true,
  },
  {
    title: '路透',
    folders: ['reuters', '路透'],
    hosts: ['cn.reuters.com', 'reuters.com'],
    identity: ['cn.reuters.com/article/…id{id}'], // idCNKBS24405M, behind a slug
    byline: [
      '作者 {names}',
      '发稿 {names}；撰写…', // below the story, as are the next two
      '发稿 {names}；审校…',
      '记者 {names}；审校…',
      '记者 {names}',
    ],
    lines: ['我们的标准：…'], // the badge below every article, 2020
  },
  {
    title: '金融时报',
    folders: ['ft', '金融时报'],
    hosts: ['ftchinese.com', 'cn.ft.com', 'ft.com'],
    lines: ['来自FT中文网的温馨提示：…'], // 2021
  },
  {
    title: '中央廣播電臺',
    folders: ['rti', '中央廣播電臺'],
    hosts: ['rti.org.tw'],
    titlePrefix: ['[{category}]'], // [國際], [兩岸], …: every title of 2020
    lines: ['{text}...more'], // a link to the article itself, below each: its feed has excerpts only
    titleSuffix: [' - #-#'], // day and number of a broadcast: - 200731-26
  },
  {
    title: 'YouTube',
    hosts: ['youtube.com', 'youtu.be'],
    identity: ['youtube.com/watch?v={id}', 'youtu.be/{id}', 'youtube.com/shorts/{id}'],
    lines: [
      // What channels of the archive of 2024 write below every video.
      'https://bit.ly/2YsRD8D{text}哈嘍, 大家好! 我是盧寶貴!…',
      'https://bit.ly/2YsRD8D{text}哈嘍，大家好！我是盧寶貴！…',
      'https://bit.ly/2YsRD8D{text}哈喽，大家好！我是卢宝贵！…',
      '{text}期待影像能為將來保留文獻，給人們帶來更多的意義與思考。…',
      '{text}支持我們繼續努力，加入會員…',
      '{text}這頻道主要講述一個中國普通百姓。…',
      '{text}♥關於趣哥♥…',
      'PayPaI及支付宝赞赏：…♥关于九哥♥…',
      '{text}♥关于九哥♥…',
      '💗💗关于九歌…',
      '歡迎訂閱',
    ],
    video: 'https://i.ytimg.com/vi/{id}/hqdefault.jpg',
  },
];
