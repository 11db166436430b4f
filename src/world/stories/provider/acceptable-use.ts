import { easternTime } from "../../federal-register/document.ts";
import type { ProviderPage } from "../../provider/page.ts";

/** When the Chinese page is edited; the English one stays as it is. */
export const chineseEditAt = easternTime("2026-03-09", "21:00");

const english = `
  # Harbour Cloud Acceptable Use Policy
  Last updated: January 15, 2026
  # 1. What this policy covers
  1.1. This policy applies to everybody who uses the Services, directly or through another provider.
  1.2. We may suspend an account that breaks this policy on 30 days' notice, or at once where the law asks for it.
  # 2. Accelerated computing
  2.1. You may not use Accelerated Instances for or on behalf of a person located in a Restricted Territory.
  2.2. A customer may rent up to 4,800 units of computing performance in 12 Regions for up to one year.
  # 3. Records
  3.1. You keep records of your end users for five years and give them to us within two weeks.`;

const chinese = `
  # 港湾云可接受使用政策
  更新日期：2026年1月15日
  # 1. 适用范围
  1.1. 本政策适用于直接或者通过其他服务商使用本服务的任何人。
  1.2. 对违反本政策的账户，我们可在提前三十日通知后暂停服务；法律另有要求的，可立即暂停。
  # 2. 加速计算
  2.1. 您不得为位于受限制地区的任何人或者代表其使用加速计算实例。
  2.2. 客户可在12个区域租用不超过4,800个计算性能单位，期限最长12个月。
  # 3. 记录
  3.1. 您应将最终用户记录保存五年，并在两周内向我们提供。`;

const edited = chinese
  .replace("不超过4,800个", "不超过4,000个")
  .replace("期限最长12个月。", "期限最长12个月。上述实例仅在海外区域可用。");

/** A policy in two languages, in step until one of them is edited without a word. */
export const acceptableUse: readonly ProviderPage[] = [
  { path: "/acceptable-use/", title: "Harbour Cloud Acceptable Use Policy", versions: [{ text: english }] },
  {
    path: "/cn/acceptable-use/",
    title: "港湾云可接受使用政策",
    language: "zh-CN",
    versions: [{ text: chinese }, { from: chineseEditAt, text: edited }],
  },
];
