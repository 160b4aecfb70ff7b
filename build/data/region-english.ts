import { placeSyllables } from './place-readings.ts';

/** Names that maps in English do not spell by plain pinyin. */
const settled: Readonly<Record<string, string>> = {
  山西省: 'Shanxi',
  陕西省: 'Shaanxi',
  内蒙古自治区: 'Inner Mongolia',
  广西壮族自治区: 'Guangxi',
  宁夏回族自治区: 'Ningxia',
  新疆维吾尔自治区: 'Xinjiang',
  西藏自治区: 'Xizang',
  香港特别行政区: 'Hong Kong',
  澳门特别行政区: 'Macao',
  台湾省: 'Taiwan',
  呼和浩特市: 'Hohhot',
  鄂尔多斯市: 'Ordos',
  呼伦贝尔市: 'Hulunbuir',
  乌鲁木齐市: 'Urumqi',
  克拉玛依市: 'Karamay',
  吐鲁番市: 'Turpan',
  哈密市: 'Hami',
  阿克苏地区: 'Aksu',
  喀什地区: 'Kashi',
  喀什市: 'Kashi',
  和田地区: 'Hotan',
  塔城地区: 'Tacheng',
  阿勒泰地区: 'Altay',
  伊犁哈萨克自治州: 'Ili',
  拉萨市: 'Lhasa',
  日喀则市: 'Xigaze',
  昌都市: 'Qamdo',
  林芝市: 'Nyingchi',
  那曲市: 'Nagqu',
  阿里地区: 'Ngari',
  和田县: 'Hotan',
  和田市: 'Hotan',
  哈尔滨市: 'Harbin',
  齐齐哈尔市: 'Qiqihar',
  乌兰察布市: 'Ulanqab',
  锡林郭勒盟: 'Xilingol',
  阿拉善盟: 'Alxa',
  巴彦淖尔市: 'Bayannur',
  兴安盟: 'Hinggan',
  博尔塔拉蒙古自治州: 'Bortala',
  巴音郭楞蒙古自治州: 'Bayingolin',
  克孜勒苏柯尔克孜自治州: 'Kizilsu',
  甘孜藏族自治州: 'Garze',
};

const peoples =
  '蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|阿昌族|普米族|塔吉克|怒族|鄂温克族|鄂伦春|保安族|裕固族|独龙族|各族';
const peoplesAtEnd = new RegExp(`(?<=..)(?:${peoples})+$`);

/** Pinyin of the name without its kind of division: Fuyang, Yingzhou. One-character names keep it: Shexian. */
export function englishName(name: string): string {
  const known = settled[name];
  if (known !== undefined) return known;
  const bare = bareName(name);
  const at = placeSyllables(name).slice(0, Array.from(bare).length);
  return capitalised(at);
}

export function bareName(name: string): string {
  const autonomous = /^(.+?)(?:自治区|自治州|自治县|自治旗)$/.exec(name);
  if (autonomous !== null) {
    const body = autonomous[1] ?? name;
    const bare = body.replace(peoplesAtEnd, '');
    return bare === '' ? body : bare;
  }
  const bare = name.replace(/(?:特别行政区|地区|林区|特区|矿区|新区|省|市|区|县|旗|盟)$/, '');
  return Array.from(bare).length >= 2 ? bare : name;
}

/** Joined, an apostrophe before a vowel: Lu'an, Dong'e. */
function capitalised(syllables: readonly string[]): string {
  const joined = syllables
    .map((syllable, at) => (at > 0 && /^[aoe]/.test(syllable) ? `'${syllable}` : syllable))
    .join('');
  const spelled = joined.replaceAll('lv', 'lü').replaceAll('nv', 'nü');
  return spelled.charAt(0).toUpperCase() + spelled.slice(1);
}
