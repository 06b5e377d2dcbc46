// Text → Simplified or Traditional Chinese, or nothing where it does not tell.
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
  ['Chinese within English', 'The paper 人民日报 said so', 'zh-Hans'],
  ['only characters that both share', '日本天皇生日快乐山水', null],
  ['as many of each', '国國', null],
  ['English', 'The port reopens on Monday', null],
  ['Japanese kana', 'これはテストです', null],
  ['numbers and signs', '2024-01-31 (18:39) 🙂', null],
  ['no text', '', null],
  ['the first that tell decide', `${'国'.repeat(10)}${long}${'國'.repeat(100)}`, 'zh-Hans'],
])('%s', (_, text, language) => {
  expect(detectLanguage(text)).toBe(language);
});
