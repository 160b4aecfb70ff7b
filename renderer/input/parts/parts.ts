/** Finds characters by what they are made of: 王 and 月 give 玥. For those that nobody knows how to read or how to write. */
export interface Parts {
  /** All that have these parts, each as often as it is given; those with the least besides come first. */
  readonly find: (parts: readonly string[]) => readonly string[];
  /** Whether any character has it as a part. */
  readonly isPart: (text: string) => boolean;
}

export interface PartsData {
  /** A character and its parts, parted by spaces; the most frequent first. */
  readonly offered: string;
  /** The same of parts that are not offered themselves. */
  readonly inner: string;
}

/** Forms of one thing: who says 水 for 氵 is right, and so is who takes 龙 for 龍. */
const forms =
  '水氵氺⺡ 人亻 金钅釒 艹草艸 手扌 心忄⺗㣺 言讠訁 糸纟糹丝 犬犭 示礻 衣衤 食饣飠 刀刂 火灬 网罒 王玉𤣩 竹⺮ 牛牜 足⻊ 攵攴 老耂 爪爫 土士 日曰 口囗 己已巳 走辶辵⻌ 阝阜邑 西覀 肉⺼ 羊⺶ 龙龍 马馬 鸟鳥 鱼魚 车車 贝貝 门門 见見 页頁 风風 飞飛 长長 麦麥 齐齊 齿齒 龟龜 卤鹵 韦韋 东東 黄黃 青靑 户戶 乐樂 国國 义義 会會 华華 云雲 仓倉 区區 单單 亚亞 来來 两兩'.split(
    ' ',
  );

const oneForm = new Map(forms.flatMap((group) => Array.from(group, (form) => [form, Array.from(group)[0] ?? form])));
const formOf = (part: string): string => oneForm.get(part) ?? part;

interface Offered {
  readonly text: string;
  /** All its parts and theirs, itself first, in one form each. */
  readonly has: string;
  readonly size: number;
}

export function partsFrom({ offered, inner }: PartsData): Parts {
  const made = new Map<string, readonly string[]>();
  const texts: string[] = [];
  for (const row of offered.split(' ')) {
    const [text = '', ...of] = Array.from(row);
    made.set(text, of);
    texts.push(text);
  }
  for (const row of inner.split(' ')) {
    const [text = '', ...of] = Array.from(row);
    made.set(text, of);
  }

  const known = new Map<string, Offered>();
  const insideOf = (text: string, depth: number): Offered => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const of = depth > deepest ? [] : (made.get(text) ?? []).filter((part) => part !== text);
    const inside = of.map((part) => insideOf(part, depth + 1));
    const all = {
      text,
      has: formOf(text) + inside.map(({ has }) => has).join(''),
      size: inside.length === 0 ? 1 : inside.reduce((sum, { size }) => sum + size, 0),
    };
    known.set(text, all);
    return all;
  };
  const list = texts.map((text) => insideOf(text, 0));
  const parts = new Set([...made.values()].flat().map(formOf));

  return {
    find: (wanted) => {
      const asked = wanted.map(formOf);
      if (asked.length === 0) return [];
      const size = wanted.reduce((sum, part) => sum + insideOf(part, 0).size, 0);
      const counts = [...new Set(asked)].map((part) => ({ part, times: asked.filter((each) => each === part).length }));
      return list
        .filter(({ has }) => counts.every(({ part, times }) => has.split(part).length > times))
        .map(({ text, size: whole }) => ({ text, besides: Math.abs(whole - size) }))
        .sort((a, b) => a.besides - b.besides)
        .map(({ text }) => text);
    },
    isPart: (text) => parts.has(formOf(text)),
  };
}

/** The data goes in circles at two places. */
const deepest = 8;
