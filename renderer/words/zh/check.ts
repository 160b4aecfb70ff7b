import type { CheckWords } from '../wording/check.ts';
import type { Plain } from '../wording/shapes.ts';

export const check: CheckWords = {
  check: {
    title: '请看一遍，对不对？',
    help: '哪里不对，点“修改”，改完回到这里。',
    change: '修改',
    changeWhat: '修改：{{what}}',
    submit: '没有问题，提交',
    failedTitle: '没有存上',
    photo: '身份证照片',
    photoNote: '只在这里核对用，不保存，也不送出去。',
  },
  submitFailure: {
    'disk-full': '这台机器存满了。您填的都还在。请工作人员帮忙，再点一次“提交”。',
    'disk-fault': '您填的都还在。请再点一次“提交”；还不行，请工作人员帮忙。',
    'no-sealing-key': '这台机器现在不能收件。您填的都还在。请工作人员帮忙，再点一次“提交”。',
  },
};

export const checkPlain: Plain<CheckWords> = {
  check: { help: '不对的，点“修改”。', submit: '没问题，提交' },
};
