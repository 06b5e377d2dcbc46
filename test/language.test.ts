// Title and text → the tag of their language.
import { expect, test } from 'vitest';
import { detectLanguage } from '../src/article/language.ts';

const long = '山水人心'.repeat(500);

test.each([
  ['Simplified', '中国国防部长与俄罗斯防长举行视频通话', 'zh-Hans'],
  ['Traditional', '中國國防部長與俄羅斯防長舉行視訊通話', 'zh-Hant'],
  [
    'Simplified with a Traditional name in it',
    '记者张三报道，《聯合》的编辑对这个问题说',
    'zh-Hans',
  ],
  [
    'Traditional with a Simplified name in it',
    '記者張三報導，《联合》的編輯對這個問題說',
    'zh-Hant',
  ],
  ['a rare Traditional character alone', '鄉', 'zh-Hant'],
  ['a rare Simplified character alone', '颂', 'zh-Hans'],
  ['Chinese within English', 'The paper 人民日报 said so on Monday', 'en'],
  ['English within Chinese', '苹果发布 iPhone 15 Pro Max', 'zh-Hans'],
  ['Chinese with addresses', `看视频 https://example.org/${'watch/'.repeat(20)}`, 'zh-Hans'],
  ['English', 'The port reopens on Monday', 'en'],
  ['German', 'Bundestag lehnt neues Steuergesetz ab', 'de'],
  ['French', 'Les agriculteurs bloquent l’autoroute', 'fr'],
  ['Spanish', 'El Parlamento rechaza la nueva ley fiscal', 'es'],
  ['Vietnamese', 'Quốc hội bác bỏ luật thuế mới', 'vi'],
  ['Turkish', 'Meclis yeni vergi yasasını reddetti', 'tr'],
  ['Russian', 'Парламент отклонил новый налоговый закон', 'ru'],
  ['Ukrainian', 'Парламент відхилив новий податковий закон', 'uk'],
  ['Kazakh', 'Парламент жаңа салық заңын қабылдамай тастады, ұлттық банк', 'kk'],
  ['Mongolian', 'Улсын Их Хурал татварын шинэ хуулийг хүлээж авлаа', 'mn'],
  ['Arabic', 'البرلمان يرفض قانون الضرائب الجديد', 'ar'],
  ['Persian', 'مجلس قانون جدید مالیات را رد کرد', 'fa'],
  ['Uyghur', 'ئۇيغۇر ئاپتونوم رايونىدا يېڭى قانۇن، مۇخبىرلار ئۈچۈن', 'ug'],
  ['Hindi', 'संसद ने नया कर कानून खारिज किया', 'hi'],
  ['Japanese', '衆院選、自民党が過半数割れ', 'ja'],
  ['Chinese with a Japanese sign in it', '优の良品推出多种新口味零食引发热议', 'zh-Hans'],
  ['Korean', '국회, 새 세법 부결', 'ko'],
  ['Tibetan', 'བོད་ལྗོངས་ཀྱི་གསར་འགྱུར།', 'bo'],
  ['Thai', 'สภาปัดตกร่างกฎหมายภาษี', 'th'],
  ['Greek', 'Η Βουλή απέρριψε τον νέο νόμο', 'el'],
  ['Hebrew', 'הכנסת דחתה את חוק המס', 'he'],
])('%s', async (_, title, language) => {
  expect(await detectLanguage(title, '', 'zh-Hans')).toBe(language);
  expect(await detectLanguage('', title, 'en')).toBe(language);
});

test.each([
  ['a text without letters is as usual', '2024-01-31 (18:39) 🙂', 'zh-Hans', 'zh-Hans'],
  ['no text is as usual', '', 'pt-BR', 'pt-BR'],
  ['characters of both Chinese scripts are as usual', '山水人心', 'zh-Hant', 'zh-Hant'],
  ['as many of each are as usual', '国國', 'zh-Hans', 'zh-Hans'],
  ['they can be Japanese', '山水人心', 'ja', 'ja'],
  ['but not English', '山水人心', 'en', 'zh'],
  ['letters that tell nothing are as usual', 'VLOG', 'fr', 'fr'],
  ['but not Chinese', 'VLOG', 'zh-Hans', 'und'],
])('%s', async (_, text, usual, language) => {
  expect(await detectLanguage(text, '', usual)).toBe(language);
});

test.each([
  ['a long English notice', '街访路人', 'Please follow my channel! '.repeat(20), 'zh-Hans'],
  ['a Traditional notice', '山里老人', '大家好！我拍攝的視頻希望能給大家帶來貢獻', 'zh-Hans'],
  ['an English title above Chinese', 'Still human', '第三期節目從電影講起，歡迎收聽', 'zh-Hant'],
  ['a Japanese title of Chinese characters', '首相会見全文', 'これはテストです。', 'ja'],
  ['the first that tell decide', '', `${'国'.repeat(10)}${long}${'國'.repeat(100)}`, 'zh-Hans'],
  ['a quotation', '他说了什么', `他说：“${'We never said that. '.repeat(9)}”`, 'zh-Hans'],
])('title and text: %s', async (_, title, text, language) => {
  expect(await detectLanguage(title, text, 'en')).toBe(language);
});
