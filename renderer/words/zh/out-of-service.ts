import type { OutOfServiceWords } from '../wording/out-of-service.ts';

export const outOfService: OutOfServiceWords = {
  outOfService: {
    title: '这台机器暂时不能用',
    help: '请到柜台办，或打电话问一问。给您添麻烦了。',
    helpAtDesk: '请到柜台办。给您添麻烦了。',
    call: '请打电话',
    code: '代码',
  },
  outOfServiceCode: {
    'profile-1': '终端的设置文件不能用。',
    'enrolment-1': '终端还没有在平台登记。',
    'enrolment-2': '平台不认这台机器了，要重新登记。已收下的申请都还在。',
    'database-newer': '数据库来自更新的版本，没有动它。',
    'database-unreadable': '数据库读不出来，没有动它。',
    'database-locked': '另一个程序正占着数据库。',
    'sqlite-version': '数据库引擎的版本太旧。',
    'disk-1': '磁盘写不进去。',
    'disk-2': '存储空间不够，暂不收新申请。收下的照常送出。',
    'bundle-1': '太久没有听到平台说有没有新的事项，暂不收新申请。收下的照常送出。',
  },
  oneMoment: {
    title: '请稍等',
    help: '正在准备，马上就好。',
    longTitle: '请叫工作人员',
    longHelp: '机器还没有准备好。它会一直试，好了自动继续。',
  },
};
