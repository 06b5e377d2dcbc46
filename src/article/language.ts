// Text → Simplified or Traditional Chinese, or null where it does not tell.

// The most frequent characters that the two scripts write differently, pair by pair.
const PAIRS =
  '这這国國来來们們说說时時会會个個为為对對发發学學过過还還没沒经經么麼后後实實现現问問' +
  '题題关關当當动動点點开開进進种種机機义義议議设設报報数數体體产產业業战戰东東车車长長' +
  '门門间間无無与與从從众眾区區华華单單卖賣卫衛历歷压壓厅廳参參双雙变變号號员員响響团團' +
  '围圍图圖场場处處备備复復头頭夺奪奖獎妇婦孙孫宁寧宝寶审審宪憲将將尔爾尽盡层層岁歲岛島' +
  '币幣师師帮幫带帶广廣庆慶应應庙廟归歸录錄总總惊驚愿願戏戲执執扩擴护護据據摄攝击擊断斷' +
  '旧舊显顯术術权權极極样樣标標检檢欢歡欧歐岂豈气氣汉漢济濟浅淺测測湾灣满滿灭滅灵靈炼煉' +
  '热熱爱愛独獨环環电電画畫疗療监監盘盤确確础礎离離称稱积積穷窮竞競笔筆简簡类類紧緊纪紀' +
  '约約级級纳納纽紐线線组組细細织織终終绍紹结結给給络絡统統继繼续續维維网網罗羅联聯职職' +
  '胜勝脑腦艺藝节節范範获獲营營虑慮虽雖补補袭襲规規视視觉覺认認讨討让讓训訓记記许許论論' +
  '证證评評诉訴译譯试試话話该該语語误誤请請读讀调調谈談谋謀谓謂谢謝贝貝负負财財责責败敗' +
  '货貨质質贸貿费費资資赛賽赞贊赵趙车車转轉轮輪软軟较較辑輯输輸边邊达達迁遷运運这這违違' +
  '连連迟遲适適选選遗遺邮郵释釋钟鐘铁鐵银銀错錯镇鎮闭閉闻聞阳陽阶階际際陆陸陈陳险險难難' +
  '韩韓页頁项項顺順须須预預领領频頻风風飞飛饭飯馆館马馬驻駐验驗鱼魚鸟鳥黄黃齐齊龙龍';

/** By UTF-16 unit: 1 where only Simplified writes it, -1 where only Traditional does. */
const SCRIPT = new Int8Array(0x10000);
for (let at = 0; at + 1 < PAIRS.length; at += 2) {
  SCRIPT[PAIRS.charCodeAt(at)] = 1;
  SCRIPT[PAIRS.charCodeAt(at + 1)] = -1;
}

/** Enough of an article to tell by; more would only cost time. */
const SAMPLE = 2_000;

/**
 * Tells Simplified from Traditional Chinese by the characters that the two write differently.
 *
 * @param text plain text
 * @returns a BCP 47 tag, or null where no such character is in the text, or as many of each
 */
export function detectLanguage(text: string): 'zh-Hans' | 'zh-Hant' | null {
  let balance = 0;
  const end = Math.min(text.length, SAMPLE);
  for (let at = 0; at < end; at++) balance += SCRIPT[text.charCodeAt(at)] as number;
  if (balance === 0) return null;
  return balance > 0 ? 'zh-Hans' : 'zh-Hant';
}
