import type { BlogPost } from "./story.ts";

/** So many invented posts of a Chinese-language provider's blog, one every few days up to `last` (an ISO date). All different, and all the same each time. */
export function generateChinesePosts(count: number, last: string): readonly BlogPost[] {
  return Array.from({ length: count }, (_, index) => postAt(index, Temporal.PlainDate.from(last))).toReversed();
}

const subjects = ["大语言模型", "推荐系统", "语音识别", "图像生成", "知识检索", "智能客服", "代码助手", "多模态搜索"];
const tasks = ["训练加速", "推理部署", "微调实践", "成本优化", "数据准备", "监控与运维"];
const machines = ["八卡训练实例", "推理加速实例", "弹性容器集群", "高速互联集群", "无服务器推理端点"];
const industries = ["零售", "游戏", "制造", "金融", "出行", "教育", "医疗"];
const authors = ["林知远", "周以宁", "陈望舒", "许清和", "高远山"];

function postAt(index: number, last: Temporal.PlainDate): BlogPost {
  const subject = pick(subjects, index);
  const task = pick(tasks, Math.floor(index / subjects.length) + index);
  const machine = pick(machines, index * 3 + 1);
  const industry = pick(industries, index * 2 + 1);
  const day = last.subtract({ days: index * 4 });
  const share = 18 + ((index * 7) % 41);
  return {
    slug: `${slugs[index % slugs.length]}-${index + 1}`,
    title: `在${machine}上实现${subject}的${task}（第${index + 1}篇）`,
    author: pick(authors, index),
    publishedAt: `${day.toString()}T0${(index % 8) + 1}:30:00Z`,
    body: [
      `${industry}行业的团队正在把${subject}用到日常业务中。随着数据量增长，${task}成为他们最关心的问题。本文以第${index + 1}号示例工程为例，介绍一种可以复用的做法。`,
      `我们先在${machine}上准备环境：创建一个有${8 + (index % 5) * 8}个节点的集群，安装运行库，再把训练数据放到对象存储中。整个过程大约需要${15 + (index % 6) * 5}分钟，脚本可以从示例仓库取得。`,
      `接着调整并行方式。把批次大小设为${16 << (index % 4)}，并打开混合精度以后，单步时间缩短了百分之${share}。如果显存不足，可以打开重计算，代价是速度下降大约百分之${5 + (index % 9)}。`,
      `在<strong>${industry}</strong>场景的测试中，这一方案的总成本比原来低百分之${share - 7}，结果的质量没有可见的差别。团队现在每周更新一次模型，发布之前由两名工程师检查。`,
      `以上就是${subject}${task}的主要步骤。完成实验以后，请记得删除${machine}，以免产生不必要的费用。`,
    ],
  };
}

const slugs = ["train-faster", "serve-models", "tune-in-practice", "cut-costs", "prepare-data", "watch-models"];

function pick(words: readonly string[], index: number): string {
  return words[index % words.length] ?? "";
}
